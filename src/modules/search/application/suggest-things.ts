import { Injectable } from '@nestjs/common';
import type { Actor } from '#libs/kernel';
import { SearchEngine, type SearchType } from '#libs/search-engine';
import { VisibilityPolicy } from '#modules/visibility';
import { HitReader } from './hit-reader.js';

const LIMIT = 8;

/** What the search box offers while somebody types. */
@Injectable()
export class SuggestThings {
  constructor(
    private readonly engine: SearchEngine,
    private readonly hits: HitReader,
    private readonly visibility: VisibilityPolicy,
  ) {}

  async execute(actor: Actor, text: string): Promise<{ type: SearchType; title: string; url: string }[]> {
    const found = await this.engine.suggest({ text, types: ['question', 'user'], audiences: this.visibility.audiencesFor(actor), limit: LIMIT });
    const items = await this.hits.items(actor, found);
    return found.flatMap(({ type, id }) => {
      const item = items.get(`${type}:${id}`);
      return item ? [{ type, title: item.title, url: item.url }] : [];
    });
  }
}
