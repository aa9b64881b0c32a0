import { newId } from '#libs/kernel';
import { LEFT_OUT, MATCH_END, MATCH_START, type SearchDocument, type SearchEngine, type SearchQuery } from '#libs/search-engine';
import { searchDocument, searchQuery } from './search-document.factory.js';

export interface SearchEngineFixture {
  engine: SearchEngine;
  close(): Promise<void>;
}

const day = (n: number): Date => new Date(Date.UTC(2026, 0, 1 + n));

/** What every search engine promises. */
export function describeSearchEngineContract(name: string, make: () => Promise<SearchEngineFixture>): void {
  describe(`search engine on ${name}`, () => {
    let fixture: SearchEngineFixture;
    let engine: SearchEngine;
    beforeAll(async () => {
      fixture = await make();
      engine = fixture.engine;
    });
    beforeEach(() => engine.clear());
    afterAll(() => fixture.close());

    async function put(...documents: Partial<SearchDocument>[]): Promise<SearchDocument[]> {
      const made = documents.map(searchDocument);
      await engine.put(made);
      return made;
    }
    async function find(text: string, overrides: Partial<SearchQuery> = {}): Promise<string[]> {
      return (await engine.search(searchQuery(text, overrides))).hits.map((hit) => hit.id);
    }
    async function pages(text: string, overrides: Partial<SearchQuery>, between: (page: number) => Promise<unknown> = async () => undefined): Promise<string[][]> {
      const all: string[][] = [];
      let cursor: string | undefined;
      do {
        const result = await engine.search(searchQuery(text, { ...overrides, cursor }));
        all.push(result.hits.map((hit) => hit.id));
        cursor = result.nextCursor ?? undefined;
        await between(all.length);
      } while (cursor !== undefined && all.length < 50);
      return all;
    }

    describe('when words are looked for', () => {
      it('should find them in titles, texts and tags, in any case', async () => {
        const [title, text, tag] = await put({ title: 'On Lojban' }, { text: 'we speak lojban here' }, { tags: ['lojban'] });
        await put({ title: 'Something else' });
        expect((await find('LOJBAN')).sort()).toEqual([title!.id, text!.id, tag!.id].sort());
      });

      it('should want all of them when something has all', async () => {
        const [both] = await put({ text: 'red apple' }, { text: 'red pear' }, { text: 'green apple' });
        expect(await find('apple red')).toEqual([both!.id]);
      });

      it('should find what has some of them when nothing has all, and say so', async () => {
        const [apple] = await put({ text: 'green apple' });
        const result = await engine.search(searchQuery('apple zeppelin'));
        expect(result.hits.map((hit) => hit.id)).toEqual([apple!.id]);
        expect(result.fuzzy).toBe(true);
      });

      it('should find nothing for words that nothing has', async () => {
        await put({ text: 'green apple' });
        expect(await engine.search(searchQuery('zeppelin'))).toEqual({ hits: [], nextCursor: null, fuzzy: false });
      });

      it('should put the best match on the first page, however many newer things mention the words', async () => {
        const [best] = await put({ title: 'Attitudinal indicators', text: 'about attitudinal indicators', createdAt: day(0) });
        const others = Array.from({ length: 300 }, (_, i) => ({ title: `Note ${i}`, text: `${'filler '.repeat(30)} indicators ${'filler '.repeat(30)} attitudinal`, createdAt: day(1 + i) }));
        await put(...others);
        expect(await find('attitudinal indicators')).toContain(best!.id);
      });

      it('should put posts about the words before members who mention them', async () => {
        const [, question] = await put({ type: 'user', title: 'Kim', text: 'I like lojban' }, { text: `${'filler words '.repeat(40)} lojban ${'and more '.repeat(40)}` });
        expect(await find('lojban', { limit: 1 })).toEqual([question!.id]);
      });

      it('should find common words in a title', async () => {
        const [band] = await put({ title: 'The Who', type: 'user' }, { title: 'Other', type: 'user' });
        expect(await find('the who')).toEqual([band!.id]);
      });

      it('should find everything that passes the filters when there are no words', async () => {
        const made = await put({ createdAt: day(1) }, { createdAt: day(2) });
        expect(await find('')).toEqual([made[1]!.id, made[0]!.id]);
      });
    });

    describe('when a word is misspelt', () => {
      const missing = ['ojban', 'ljban', 'loban', 'lojan', 'lojbn', 'lojba'];
      const wrong = ['xojban', 'lxjban', 'loxban', 'lojxan', 'lojbxn', 'lojbam'];
      const added = ['xlojban', 'lxojban', 'loxjban', 'lojxban', 'lojbxan', 'lojbaxn', 'lojjban', 'lojbanx'];
      const swapped = ['oljban', 'ljoban', 'lobjan', 'lojabn', 'lojbna'];

      it('should still find it: a letter missing, wrong, added or swapped, wherever', async () => {
        const [lojban] = await put({ title: 'Learning Lojban', text: 'A language' }, { title: 'Esperanto' });
        for (const typo of [...missing, ...wrong, ...added, ...swapped]) {
          const result = await engine.search(searchQuery(typo));
          expect({ typo, ids: result.hits.map((hit) => hit.id), fuzzy: result.fuzzy }).toEqual({ typo, ids: [lojban!.id], fuzzy: true });
        }
      });

      it.each(['wrd', 'wird', 'worrd', 'wrod', 'owrd', 'sord'])('should correct short words too: %s', async (typo) => {
        const [word] = await put({ text: 'a word' });
        expect(await find(typo)).toEqual([word!.id]);
      });

      it('should correct one word among several', async () => {
        const [both] = await put({ text: 'lojban grammar' }, { text: 'lojban music' });
        expect(await find('lojbna grammar')).toEqual([both!.id]);
        expect(await find('lojbna gramar')).toEqual([both!.id]);
      });

      it('should not call an exact match fuzzy', async () => {
        await put({ text: 'lojban' });
        expect((await engine.search(searchQuery('lojban'))).fuzzy).toBe(false);
      });

      it('should not reach what the viewer may not see', async () => {
        await put({ text: 'lojban', audience: 'members' });
        expect(await find('lojbna')).toEqual([]);
      });
    });

    describe('when phrases are looked for', () => {
      it('should want the words in this order, side by side', async () => {
        const [right] = await put({ text: 'a red apple a day' }, { text: 'apple red' }, { text: 'red juicy apple' });
        expect(await find('', { phrases: ['red apple'] })).toEqual([right!.id]);
        expect(await find('day', { phrases: ['red apple'] })).toEqual([right!.id]);
      });

      it('should want every phrase, also when a loose word is misspelt', async () => {
        const [right] = await put({ text: 'red apple, green pear, lojban' }, { text: 'red apple lojban' });
        expect(await find('lojbna', { phrases: ['red apple', 'green pear'] })).toEqual([right!.id]);
      });
    });

    describe('when the text is not plain English', () => {
      it.each([
        ['Ärger', 'arger'],
        ['arger', 'Ärger'],
        ['Crème brûlée', 'creme brulee'],
        ['STRASSE', 'straße'],
        ['Привет мир', 'привет'],
        ['日本語の文法', '文法'],
        ['日本語の文法', '日本語'],
        ['한국어를 배우다', '한국어'],
        ['ภาษาไทย', 'ไทย'],
        ['ﬁne ｗｉｄｅ', 'fine wide'],
        ['foo_bar/baz.qux', 'baz'],
        ['see https://example.org/lojban?x=1', 'lojban'],
      ])('should find %s by %s', async (text, words) => {
        const [document] = await put({ text }, { text: 'unrelated' });
        expect(await find(words)).toEqual([document!.id]);
      });

      it('should not find a sentence by its letters in another order', async () => {
        await put({ text: '日本語' });
        expect(await find('語本')).toEqual([]);
      });

      it.each(['&', '| !', "a' & b", '(((', ':*', "'", '\\', '<->', '"', '%_', 'a\u0000b', '\ud800', '💥', '{"a":1}', ''.padEnd(10_000, 'ab '), `${MATCH_START}x${MATCH_END}`, '*', '~', '+ -', '/.*/', 'AND OR NOT'])(
        'should take %j as words, not as commands',
        async (text) => {
          await put({ text: 'plain' });
          const result = await engine.search(searchQuery(text));
          expect(result.hits).toEqual([]);
          await expect(engine.search(searchQuery('', { phrases: [text] }))).resolves.toMatchObject({ nextCursor: null });
          await expect(engine.suggest({ text, types: ['question'], audiences: ['public'], limit: 5 })).resolves.toEqual([]);
        },
      );
    });

    describe('when filters are given', () => {
      it('should keep to the types', async () => {
        const [question, answer, user] = await put({ title: 'topaz' }, { type: 'answer', text: 'topaz' }, { type: 'user', title: 'Topaz' });
        expect(await find('topaz', { types: ['answer'] })).toEqual([answer!.id]);
        expect((await find('topaz', { types: ['question', 'user'] })).sort()).toEqual([question!.id, user!.id].sort());
      });

      it('should keep to the tags: all wanted, none excluded', async () => {
        const [ab, abc] = await put({ title: 'x', tags: ['a', 'b'] }, { title: 'x', tags: ['a', 'b', 'c'] }, { title: 'x', tags: ['a'] });
        expect((await find('', { tags: ['a', 'b'] })).sort()).toEqual([ab!.id, abc!.id].sort());
        expect(await find('', { tags: ['a', 'b'], excludedTags: ['c', 'd'] })).toEqual([ab!.id]);
      });

      it('should keep to author, score and whether it is answered', async () => {
        const authorId = newId();
        const [mine, good] = await put({ text: 'opal', authorId, score: -1 }, { text: 'opal', score: 6, isAnswered: true });
        expect(await find('opal', { authorId })).toEqual([mine!.id]);
        expect(await find('opal', { minScore: 6 })).toEqual([good!.id]);
        expect(await find('opal', { minScore: 7 })).toEqual([]);
        expect(await find('opal', { isAnswered: true })).toEqual([good!.id]);
        expect(await find('opal', { isAnswered: false })).toEqual([mine!.id]);
      });

      it('should show only audiences the viewer belongs to', async () => {
        const [open, inner] = await put({ text: 'jade' }, { text: 'jade', audience: 'members' });
        expect(await find('jade')).toEqual([open!.id]);
        expect((await find('jade', { audiences: ['public', 'members'] })).sort()).toEqual([open!.id, inner!.id].sort());
        expect(await find('jade', { audiences: [] })).toEqual([]);
      });

      it.each(['hidden', 'deleted', 'draft'])('should never find what is %s', async (state) => {
        await put({ title: 'garnet', text: 'garnet', tags: ['garnet'], state });
        expect(await find('garnet')).toEqual([]);
        expect(await find('')).toEqual([]);
        expect(await find('', { tags: ['garnet'] })).toEqual([]);
        expect(await engine.suggest({ text: 'garn', types: ['question'], audiences: ['public'], limit: 5 })).toEqual([]);
      });
    });

    describe('when things change', () => {
      it('should find the new text and not the old one', async () => {
        const [document] = await put({ text: 'amber' });
        await put({ ...document!, version: 2, text: 'coral' });
        expect(await find('coral')).toEqual([document!.id]);
        expect(await find('amber')).toEqual([]);
      });

      it('should follow changes of score, tags and audience alone', async () => {
        const [document] = await put({ text: 'amber' });
        await put({ ...document!, version: 2, score: 9, tags: ['new'], isAnswered: true });
        expect(await find('amber', { minScore: 9, tags: ['new'], isAnswered: true })).toEqual([document!.id]);
        await put({ ...document!, version: 3, audience: 'members' });
        expect(await find('amber')).toEqual([]);
      });

      it('should ignore an older version that comes late', async () => {
        const [document] = await put({ text: 'new words', version: 5 });
        await put({ ...document!, version: 4, text: 'old words' });
        expect(await find('old')).toEqual([]);
        expect(await find('new')).toEqual([document!.id]);
      });

      it('should find again what was hidden and shown', async () => {
        const [document] = await put({ text: 'beryl' });
        await put({ ...document!, version: 2, state: 'hidden' });
        expect(await find('beryl')).toEqual([]);
        await put({ ...document!, version: 3 });
        expect(await find('beryl')).toEqual([document!.id]);
      });

      it('should remove, keep an older version out, and let a newer one in', async () => {
        const [document] = await put({ text: 'onyx', version: 1 });
        await engine.remove([{ type: 'question', id: document!.id, version: 3 }]);
        await put({ ...document!, version: 2 });
        expect(await find('onyx')).toEqual([]);
        await put({ ...document!, version: 4 });
        expect(await find('onyx')).toEqual([document!.id]);
      });

      it('should not remove what is newer than the removal', async () => {
        const [document] = await put({ text: 'onyx', version: 3 });
        await engine.remove([{ type: 'question', id: document!.id, version: 2 }, { type: 'answer', id: newId(), version: 1 }]);
        expect(await find('onyx')).toEqual([document!.id]);
      });

      it('should keep things of different types apart that share an id', async () => {
        const id = newId();
        await put({ id, text: 'pearl' }, { id, type: 'user', title: 'pearl' });
        await engine.remove([{ type: 'user', id, version: 2 }]);
        expect((await engine.search(searchQuery('pearl'))).hits.map((hit) => hit.type)).toEqual(['question']);
      });

      it('should end with the newest of twenty concurrent versions', async () => {
        const [document] = await put({ text: 'start' });
        const versions = Array.from({ length: 20 }, (_, i) => i + 2).sort(() => 0.5 - Math.random());
        await Promise.all(versions.map((version) => engine.put([{ ...document!, version, text: `ruby${version} opal` }])));
        expect(await find('ruby21')).toEqual([document!.id]);
        expect((await engine.search(searchQuery('opal'))).hits[0]!.textHighlight).toContain('ruby21');
      });

      it('should take a batch in which a thing stands twice', async () => {
        const one = searchDocument({ text: 'first', version: 1 });
        await engine.put([{ ...one, version: 2, text: 'second' }, one]);
        expect(await find('second')).toEqual([one.id]);
        expect(await find('first')).toEqual([]);
      });

      it('should take nothing at all', async () => {
        await expect(engine.put([])).resolves.toBeUndefined();
        await expect(engine.remove([])).resolves.toBeUndefined();
      });
    });

    describe('when results span pages', () => {
      const filler = (n: number): Partial<SearchDocument> => ({ title: `Quartz ${n}`, text: 'word '.repeat(n), score: n % 7, createdAt: day(n % 20) });

      it.each(['relevance', 'new', 'score'] as const)('should show everything once by %s', async (sort) => {
        const made = await put(...Array.from({ length: 57 }, (_, n) => filler(n)));
        const all = await pages('quartz', { sort, limit: 10 });
        expect(all.map((page) => page.length)).toEqual([10, 10, 10, 10, 10, 7]);
        expect(all.flat().sort()).toEqual(made.map((document) => document.id).sort());
      });

      it('should order by date and by score', async () => {
        const made = await put(...Array.from({ length: 12 }, (_, n) => ({ ...filler(n), score: (n * 5) % 12, createdAt: day((n * 7) % 12) })));
        const byDate = [...made].sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime()).map((document) => document.id);
        const byScore = [...made].sort((a, b) => b.score - a.score).map((document) => document.id);
        expect((await pages('quartz', { sort: 'new', limit: 5 })).flat()).toEqual(byDate);
        expect((await pages('quartz', { sort: 'score', limit: 5 })).flat()).toEqual(byScore);
      });

      it.each(['relevance', 'new', 'score'] as const)('should stay steady by %s while things come and go', async (sort) => {
        const made = await put(...Array.from({ length: 90 }, (_, n) => filler(n)));
        const [victim] = await put({ ...filler(3), title: 'Quartz gone' });
        const all = await pages('quartz', { sort, limit: 30 }, async (page) => {
          await put(...Array.from({ length: 60 }, (_, n) => ({ ...filler(n), createdAt: new Date(Date.now() + 60_000 + page) })));
          if (page === 1) await engine.remove([{ type: 'question', id: victim!.id, version: 2 }]);
        });
        const seen = all.flat();
        expect(new Set(seen).size).toBe(seen.length);
        expect(seen).toEqual(expect.arrayContaining(made.map((document) => document.id)));
      });

      it('should page through corrected words as well', async () => {
        const made = await put(...Array.from({ length: 25 }, (_, n) => filler(n)));
        const all = await pages('qaurtz', { limit: 10 });
        expect(all.flat().sort()).toEqual(made.map((document) => document.id).sort());
      });

      it.each(['', 'x', 'eyJhIjoxfQ', Buffer.from('["exact","new"]').toString('base64url'), 'A'.repeat(400)])('should refuse the cursor %j', async (cursor) => {
        await expect(engine.search(searchQuery('quartz', { cursor }))).rejects.toMatchObject({ code: 'SEARCH.CURSOR_INVALID' });
      });

      it('should refuse the cursor of another order', async () => {
        await put(...Array.from({ length: 5 }, (_, n) => filler(n)));
        const { nextCursor } = await engine.search(searchQuery('quartz', { sort: 'new', limit: 2 }));
        await expect(engine.search(searchQuery('quartz', { sort: 'score', limit: 2, cursor: nextCursor! }))).rejects.toMatchObject({ code: 'SEARCH.CURSOR_INVALID' });
      });
    });

    describe('when it shows why something matched', () => {
      const marked = (text: string): string[] => [...text.matchAll(new RegExp(`${MATCH_START}(.*?)${MATCH_END}`, 'gsu'))].map((match) => match[1]!);

      it('should mark the words in the title and in a passage around them', async () => {
        await put({ title: 'Learning Lojban', text: `${'Something else entirely. '.repeat(60)}Here the <b>lojban</b> grammar begins. ${'And goes on. '.repeat(60)}` });
        const [hit] = (await engine.search(searchQuery('lojban'))).hits;
        expect(marked(hit!.titleHighlight)).toEqual(['Lojban']);
        expect(marked(hit!.textHighlight)).toEqual(['lojban']);
        expect(hit!.textHighlight).toContain('<b>');
        expect(Array.from(hit!.textHighlight).length).toBeLessThanOrEqual(310);
      });

      it('should give back the text itself between the marks', async () => {
        await put({ title: 'Ärger & 日本語 "x"', text: 'short' });
        const [hit] = (await engine.search(searchQuery('日本語'))).hits;
        expect(marked(hit!.titleHighlight)).toEqual(['日本語']);
        expect(hit!.titleHighlight.replaceAll(MATCH_START, '').replaceAll(MATCH_END, '')).toBe('Ärger & 日本語 "x"');
      });

      it('should never take marks from the text itself', async () => {
        await put({ title: `a${MATCH_START}b`, text: `zircon ${MATCH_END}${MATCH_START}${LEFT_OUT} c` });
        const [hit] = (await engine.search(searchQuery('zircon'))).hits;
        expect(hit!.titleHighlight).not.toMatch(new RegExp(`[${MATCH_START}${MATCH_END}]`, 'u'));
        expect(hit!.textHighlight).not.toContain(LEFT_OUT);
        expect(marked(hit!.textHighlight)).toEqual(['zircon']);
      });
    });

    describe('when a title is begun', () => {
      const suggest = async (text: string, overrides = {}): Promise<string[]> =>
        (await engine.suggest({ text, types: ['question', 'answer', 'user'], audiences: ['public'], limit: 5, ...overrides })).map((item) => item.id);

      it('should suggest by the beginning of the last word', async () => {
        const [grammar, grace] = await put({ title: 'Lojban grammar' }, { type: 'user', title: 'Grace Hopper' }, { title: 'Other' });
        expect((await suggest('gra')).sort()).toEqual([grammar!.id, grace!.id].sort());
        expect(await suggest('lojban gra')).toEqual([grammar!.id]);
        expect(await suggest('gra', { types: ['user'] })).toEqual([grace!.id]);
      });

      it('should not suggest answers, texts, or what the viewer may not see', async () => {
        await put({ type: 'answer', title: 'granite' }, { text: 'granite' }, { title: 'granite', audience: 'members' });
        expect(await suggest('gran')).toEqual([]);
      });

      it('should give the highest score first, and not more than asked for', async () => {
        const made = await put({ title: 'granite a', score: 1 }, { title: 'granite b', score: 5 }, { title: 'granite c', score: 3 });
        expect(await suggest('gran', { limit: 2 })).toEqual([made[1]!.id, made[2]!.id]);
      });
    });

    it('should hold 64 KB of text and find its last word', async () => {
      const [big] = await put({ text: `${Array.from({ length: 9_000 }, (_, i) => `w${i}`).join(' ')} lastword` });
      expect(await find('lastword')).toEqual([big!.id]);
    });

    it('should count by type, without what was removed', async () => {
      const [first] = await put({}, {}, { type: 'answer' }, { type: 'user' });
      await engine.remove([{ type: 'question', id: first!.id, version: 2 }]);
      expect(await engine.count()).toEqual({ question: 1, answer: 1, user: 1 });
    });

    it('should tell its versions, in pages by id and by name', async () => {
      const made = await put({ version: 3 }, { version: 4, state: 'hidden' }, { version: 5 }, { type: 'answer', version: 6 });
      const gone = made[2]!;
      await engine.remove([{ type: 'question', id: gone.id, version: 7 }]);
      const expected = made.slice(0, 2).map(({ id, version }) => ({ id, version })).sort((a, b) => (a.id < b.id ? -1 : 1));
      const first = await engine.versions('question', '00000000-0000-0000-0000-000000000000', 1);
      expect([...first, ...(await engine.versions('question', first[0]!.id, 10))]).toEqual(expected);
      const items = [made[0]!, gone, made[3]!, { type: 'question' as const, id: newId() }].map(({ type, id }) => ({ type, id }));
      const known = await engine.versionsOf(items);
      expect(known.map(({ type, id, version }) => ({ type, id, version })).sort((a, b) => a.version - b.version)).toEqual([
        { type: 'question', id: made[0]!.id, version: 3 },
        { type: 'answer', id: made[3]!.id, version: 6 },
      ]);
      expect(await engine.versionsOf([])).toEqual([]);
    });

    it('should hold nothing after it was cleared', async () => {
      const [document] = await put({ text: 'sapphire', version: 7 });
      await engine.clear();
      expect(await engine.count()).toEqual({ question: 0, answer: 0, user: 0 });
      expect(await find('sapphire')).toEqual([]);
      expect(await find('saphire')).toEqual([]);
      await put({ ...document!, version: 1 });
      expect(await find('sapphire')).toEqual([document!.id]);
    });
  });
}
