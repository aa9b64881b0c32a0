import { Injectable } from '@nestjs/common';
import { SearchEngine, type SearchQuery, type SearchResult } from '#libs/search-engine';

interface UnderWay {
  readonly result: Promise<SearchResult>;
  next?: Promise<SearchResult>;
}

/**
 * Viewers who search for the same thing at the same moment, as a class does that follows one link, share the engine's answer. Nobody joins a
 * search that is already under way but the next one, so each sees what was indexed before they asked. Who shares sees the same audiences.
 */
@Injectable()
export class SharedSearches {
  private readonly searches = new Map<string, UnderWay>();

  constructor(private readonly engine: SearchEngine) {}

  /** @throws for everyone who shares it, what the engine throws */
  search(query: SearchQuery): Promise<SearchResult> {
    const key = JSON.stringify(query);
    const underWay = this.searches.get(key);
    if (!underWay) return this.start(key, query);
    const start = (): Promise<SearchResult> => this.start(key, query);
    return (underWay.next ??= underWay.result.then(start, start));
  }

  private start(key: string, query: SearchQuery): Promise<SearchResult> {
    const search: UnderWay = { result: this.engine.search(query) };
    const forget = (): void => {
      if (this.searches.get(key) === search) this.searches.delete(key);
    };
    this.searches.set(key, search);
    search.result.then(forget, forget);
    return search.result;
  }
}
