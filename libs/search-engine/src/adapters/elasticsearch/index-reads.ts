import type { Client } from '@elastic/elasticsearch';
import { type IndexedVersion, SEARCH_TYPES, type SearchType } from '../../search-engine.port.js';
import { keyOf, type KeptSource, REMOVED } from './index-document.js';
import { asking } from './server-failure.js';

const TIMEOUT = { requestTimeout: 10_000 };
const HELD = { must_not: [{ term: { state: REMOVED } }] };

/** What an index holds, for counting and comparing. */
export class IndexReads {
  constructor(private readonly client: Client) {}

  async count(index: string): Promise<Record<SearchType, number>> {
    const counts = await asking(() =>
      Promise.all(SEARCH_TYPES.map((type) => this.client.count({ index, query: { bool: { filter: [{ term: { type } }], ...HELD } } }, TIMEOUT))),
    );
    return Object.fromEntries(SEARCH_TYPES.map((type, place) => [type, counts[place]!.count])) as Record<SearchType, number>;
  }

  async versions(index: string, type: SearchType, after: string, limit: number): Promise<IndexedVersion[]> {
    const { hits } = await asking(() =>
      this.client.search<KeptSource>(
        {
          index,
          query: { bool: { filter: [{ term: { type } }], ...HELD } },
          sort: [{ id: { order: 'asc' } }],
          search_after: [after],
          size: limit,
          version: true,
          _source: ['id'],
          track_total_hits: false,
        },
        TIMEOUT,
      ),
    );
    return hits.hits.map((hit) => ({ id: hit._source!.id, version: hit._version! }));
  }

  async versionsOf(index: string, items: readonly { type: SearchType; id: string }[]): Promise<(IndexedVersion & { type: SearchType })[]> {
    if (items.length === 0) return [];
    const { docs } = await asking(() => this.client.mget<KeptSource>({ index, ids: items.map(keyOf), _source: ['type', 'id', 'state'] }, TIMEOUT));
    return docs.flatMap((doc) => {
      if (!('found' in doc) || !doc.found || doc._source?.state === REMOVED) return [];
      return [{ type: doc._source!.type, id: doc._source!.id, version: doc._version! }];
    });
  }
}
