import type { DocumentRef, DocumentVersion } from './document-store.port.js';
import { RecentTexts } from './recent-texts.js';

const text = (id: string, version = 1, body = `${id} ${version}`): DocumentVersion => ({ id, version, body, bodyHtml: `<p>${body}</p>`, createdAt: new Date(0) });

function setup(stored: DocumentVersion[], maxSize = 10_000) {
  const asked: string[][] = [];
  const store = {
    getMany: async (_collection: string, refs: readonly DocumentRef[]) => {
      asked.push(refs.map(({ id, version }) => `${id}.${version}`));
      return new Map(refs.flatMap((ref) => stored.filter(({ id, version }) => id === ref.id && version === ref.version).map((found) => [found.id, found] as const)));
    },
  };
  const texts = new RecentTexts(store, { maxSize });
  const bodies = async (...refs: [id: string, version: number][]) => [...(await texts.getMany('answers', refs.map(([id, version]) => ({ id, version })))).values()].map(({ body }) => body).sort();
  return { asked, texts, bodies };
}

describe('RecentTexts', () => {
  it('should ask the store only for what it does not remember', async () => {
    const { asked, bodies } = setup([text('a'), text('b')]);
    expect(await bodies(['a', 1])).toEqual(['a 1']);
    expect(await bodies(['a', 1], ['b', 1])).toEqual(['a 1', 'b 1']);
    expect(await bodies(['a', 1], ['b', 1])).toEqual(['a 1', 'b 1']);
    expect(asked).toEqual([['a.1'], ['b.1']]);
  });

  it('should never answer with another version, nor with another collection', async () => {
    const { asked, texts, bodies } = setup([text('a', 1), text('a', 2)]);
    await bodies(['a', 1]);
    expect(await bodies(['a', 2])).toEqual(['a 2']);
    await texts.getMany('comments', [{ id: 'a', version: 2 }]);
    expect(asked).toEqual([['a.1'], ['a.2'], ['a.2']]);
  });

  it('should ask again for what is missing', async () => {
    const { asked, bodies } = setup([]);
    expect([await bodies(['a', 1]), await bodies(['a', 1])]).toEqual([[], []]);
    expect(asked).toHaveLength(2);
  });

  it('should forget the text read longest ago when there are too many', async () => {
    const { asked, bodies } = setup(['a', 'b', 'c'].map((id) => text(id, 1, id.repeat(500))), 3_000);
    for (const id of ['a', 'b', 'c', 'c', 'a']) await bodies([id, 1]);
    expect(asked).toEqual([['a.1'], ['b.1'], ['c.1'], ['a.1']]);
  });
});
