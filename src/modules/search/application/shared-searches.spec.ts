import type { SearchEngine, SearchQuery, SearchResult } from '#libs/search-engine';
import { SharedSearches } from './shared-searches.js';

const query = (text: string, audiences = ['public']): SearchQuery => ({ text, phrases: [], types: ['question'], tags: [], excludedTags: [], sort: 'relevance', audiences, limit: 20 });
const found = (id: string): SearchResult => ({ hits: [{ type: 'question', id, titleHighlight: '', textHighlight: '' }], nextCursor: null, fuzzy: false });

/** An engine whose searches end when the test says so. */
function held() {
  const asked: { query: SearchQuery; end: (result: SearchResult) => void; fail: (error: Error) => void }[] = [];
  const search = (wanted: SearchQuery): Promise<SearchResult> => new Promise((end, fail) => void asked.push({ query: wanted, end, fail }));
  return { asked, shared: new SharedSearches({ search } as SearchEngine) };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('SharedSearches', () => {
  it('should let those who ask while a search is under way share the next one, not that one', async () => {
    const { asked, shared } = held();
    const [first, second, third] = [shared.search(query('a')), shared.search(query('a')), shared.search(query('a'))];
    expect(asked).toHaveLength(1);
    asked[0]!.end(found('before'));
    await settled();
    expect(asked).toHaveLength(2);
    asked[1]!.end(found('after'));
    expect(await Promise.all([first, second, third])).toEqual([found('before'), found('after'), found('after')]);
  });

  it('should share nothing between viewers of other audiences, other words or pages', () => {
    const { asked, shared } = held();
    for (const each of [query('a'), query('b'), query('a', ['public', 'members']), { ...query('a'), cursor: 'x' }]) void shared.search(each);
    expect(asked).toHaveLength(4);
  });

  it('should search anew once a search has ended', async () => {
    const { asked, shared } = held();
    const first = shared.search(query('a'));
    asked[0]!.end(found('1'));
    await first;
    await settled();
    void shared.search(query('a'));
    expect(asked).toHaveLength(2);
  });

  it('should fail those who share a search that fails, and nobody after', async () => {
    const { asked, shared } = held();
    const [first, second] = [shared.search(query('a')), shared.search(query('a'))];
    asked[0]!.fail(new Error('down'));
    await expect(first).rejects.toThrow('down');
    asked[1]!.end(found('1'));
    expect(await second).toEqual(found('1'));
  });
});
