import type { Client, estypes } from '@elastic/elasticsearch';
import type { Clock } from '#libs/kernel';
import type { RejectedDocument } from '../../rejected-documents.js';
import { type IndexBuild, type IndexState, RemoteSearchEngine } from '../../remote-search-engine.port.js';
import type { IndexedVersion, SearchDocument, SearchQuery, SearchResult, SearchType, SuggestQuery } from '../../search-engine.port.js';
import { fold, Highlighter } from '../../text/highlight.js';
import { decodeSearchCursor, encodeSearchCursor, type Mode, type SearchCursor } from '../../text/search-cursor.js';
import { termsOf } from '../../text/words-of.js';
import { BulkWriter } from './bulk-writer.js';
import { ElasticsearchIndexBuild } from './elasticsearch-index-build.js';
import { type KeptSource, toIndexDocument, toTombstone } from './index-document.js';
import { IndexLifecycle } from './index-lifecycle.js';
import { IndexNames } from './index-names.js';
import { IndexReads } from './index-reads.js';
import { openClient, QUICK, type ServerAddress } from './open-client.js';
import { QueryWords } from './query-words.js';
import { type SearchBody, searchBody } from './search-body.js';
import { asking, unavailable } from './server-failure.js';

export interface ElasticsearchOptions extends ServerAddress {
  prefix: string;
  clock: Clock;
  onRejected: (engine: string, documents: readonly RejectedDocument[]) => Promise<void>;
}

const ENGINE = 'elasticsearch';
const NOTHING: SearchResult = { hits: [], nextCursor: null, fuzzy: false };
type Page = Pick<estypes.SearchResponse<KeptSource>, 'hits' | 'timed_out'>;

/** Full text search of Elasticsearch 8 and 9, on a versioned index behind an alias for reading and one for writing. */
export class ElasticsearchSearchEngine extends RemoteSearchEngine {
  readonly engine = ENGINE;
  private readonly client: Client;
  private readonly names: IndexNames;
  private readonly clock: Clock;
  private readonly writer: BulkWriter;
  private readonly reads: IndexReads;
  private readonly lifecycle: IndexLifecycle;

  constructor({ prefix, clock, onRejected, ...address }: ElasticsearchOptions) {
    super();
    this.client = openClient(address);
    this.names = new IndexNames(prefix);
    this.clock = clock;
    this.writer = new BulkWriter(this.client, (documents) => onRejected(ENGINE, documents));
    this.reads = new IndexReads(this.client);
    this.lifecycle = new IndexLifecycle(this.client, this.names, () => clock.now());
  }

  async put(documents: readonly SearchDocument[]): Promise<void> {
    await this.writer.write(documents.map(toIndexDocument), this.inUse());
  }

  async remove(items: readonly { type: SearchType; id: string; version: number }[]): Promise<void> {
    await this.writer.write(items.map(toTombstone), this.inUse());
  }

  async search(query: SearchQuery): Promise<SearchResult> {
    const words = new QueryWords(query.text, query.phrases);
    const sort = query.sort === 'relevance' && words.isEmpty ? 'new' : query.sort;
    const cursor = query.cursor === undefined ? null : decodeSearchCursor(query.cursor, sort);
    // Ranks of another engine cannot be compared with ours.
    if (cursor && sort === 'relevance' && cursor.engine !== ENGINE) return NOTHING;
    if (words.isEmpty) {
      // Words that hold nothing to look for (only signs) find nothing; no words at all means everything that passes the filters.
      if (query.text.trim() !== '' || query.phrases.length > 0) return NOTHING;
      return this.result(await this.ask(searchBody(query, sort, null, 'exact', cursor)), query, sort, words, 'exact', cursor);
    }
    if (cursor) return this.result(await this.ask(searchBody(query, sort, words, cursor.mode, cursor)), query, sort, words, cursor.mode, cursor);
    return this.firstPage(query, sort, words);
  }

  async suggest(query: SuggestQuery): Promise<{ type: SearchType; id: string }[]> {
    const terms = termsOf(query.text).slice(0, 8);
    if (terms.length === 0 || query.limit < 1) return [];
    const words = terms.map(({ parts }, place): estypes.QueryDslQueryContainer => {
      if (place === terms.length - 1 && parts.length === 1) return { prefix: { 'title.word': { value: fold(parts[0]!) } } };
      return { match_phrase: { 'title.word': { query: parts.join(' ') } } };
    });
    const filter = [{ term: { state: 'live' } }, { terms: { audience: [...query.audiences] } }, { terms: { type: [...query.types] } }, ...words];
    const sort: estypes.SortCombinations[] = [{ score: { order: 'desc' } }, { created: { order: 'desc' } }, { id: { order: 'asc' } }];
    const page = await this.ask({ query: { bool: { filter } }, sort, size: query.limit, track_total_hits: false, _source: ['type', 'id'] });
    return page.hits.hits.map(({ _source }) => ({ type: _source!.type, id: _source!.id }));
  }

  count(): Promise<Record<SearchType, number>> {
    return this.reads.count(this.names.read);
  }

  versions(type: SearchType, after: string, limit: number): Promise<IndexedVersion[]> {
    return this.reads.versions(this.names.read, type, after, limit);
  }

  versionsOf(items: readonly { type: SearchType; id: string }[]): Promise<(IndexedVersion & { type: SearchType })[]> {
    return this.reads.versionsOf(this.names.read, items);
  }

  /** By an empty index in place of the old one, which would remember its versions. */
  async clear(): Promise<void> {
    await this.lifecycle.activate(await this.lifecycle.create({ fast: false }), { graceMs: 0 });
  }

  async describe(): Promise<string> {
    const { version } = await asking(() => this.client.info({}, QUICK));
    return `Elasticsearch ${version.number}`;
  }

  state(): Promise<IndexState> {
    return this.lifecycle.state();
  }

  async build(): Promise<IndexBuild> {
    await this.lifecycle.removeUnused();
    return new ElasticsearchIndexBuild(await this.lifecycle.create({ fast: true }), this.writer, this.reads, this.lifecycle);
  }

  close(): Promise<void> {
    return this.client.close();
  }

  private inUse(): { target: string; isAlias: true; visible: true } {
    return { target: this.names.write, isAlias: true, visible: true };
  }

  /** The words as they are typed; when nothing has them, all other ways to read them in one request. */
  private async firstPage(query: SearchQuery, sort: SearchQuery['sort'], words: QueryWords): Promise<SearchResult> {
    const [first, ...others] = words.modes();
    const page = await this.ask(searchBody(query, sort, words, first!, null));
    if (page.hits.hits.length > 0 || others.length === 0) return this.result(page, query, sort, words, first!, null);
    const pages = await this.askAll(others.map((mode) => searchBody(query, sort, words, mode, null)));
    const place = pages.findIndex((other) => other.hits.hits.length > 0);
    return place < 0 ? NOTHING : this.result(pages[place]!, query, sort, words, others[place]!, null);
  }

  private async ask(body: SearchBody): Promise<Page> {
    return inTime(await asking(() => this.client.search<KeptSource>({ index: this.names.read, allow_partial_search_results: false, ...body }, QUICK)));
  }

  private async askAll(bodies: readonly SearchBody[]): Promise<Page[]> {
    const searches = bodies.flatMap((body): estypes.MsearchRequestItem[] => [{ index: this.names.read, allow_partial_search_results: false }, body]);
    const { responses } = await asking(() => this.client.msearch<KeptSource>({ searches }, QUICK));
    return responses.map((response) => {
      if ('error' in response) throw unavailable(`${response.error.type}: ${response.error.reason ?? ''}`);
      return inTime(response);
    });
  }

  private result(page: Page, query: SearchQuery, sort: SearchQuery['sort'], words: QueryWords, mode: Mode, after: SearchCursor | null): SearchResult {
    const found = page.hits.hits;
    const kept = found.slice(0, query.limit);
    const last = kept.at(-1);
    const { stems, misspelt } = words.marks(mode);
    const highlighter = new Highlighter(stems, [query.text, ...query.phrases].join(' '), misspelt);
    return {
      hits: kept.map(({ _source: it }) => ({ type: it!.type, id: it!.id, titleHighlight: highlighter.mark(it!.heading), textHighlight: highlighter.passage(it!.passage) })),
      nextCursor: found.length > kept.length && last ? this.cursorAfter(last, sort, mode, after) : null,
      fuzzy: kept.length > 0 && mode !== 'exact' && mode !== 'title',
    };
  }

  private cursorAfter({ _source: last, sort: place }: estypes.SearchHit<KeptSource>, sort: SearchQuery['sort'], mode: Mode, after: SearchCursor | null): string {
    const asOf = after?.asOf ?? this.clock.now();
    const rank = sort === 'relevance' ? Number(place![0]) : 0;
    return encodeSearchCursor({ engine: ENGINE, mode, sort, asOf, rank, score: last!.score, at: new Date(last!.created), id: last!.id });
  }
}

function inTime(page: Page): Page {
  if (page.timed_out) throw unavailable('the search took too long');
  return page;
}
