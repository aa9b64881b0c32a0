import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { systemContext } from '#libs/kernel';
import { SearchEngine, SearchIndexes } from '#libs/search-engine';
import { eventually } from '#libs/testing';
import { QuestionsFacade } from '#modules/questions';
import { RunningSubscribers } from '../../../../test/support/running-subscribers.js';
import { TestSite } from '../../../../test/support/test-site.js';
import { Reindex } from '../application/reindex.js';
import type { FoundItem } from '../application/hit-reader.js';
import { SearchApiModule } from '../search-api.module.js';
import { SearchWorkerModule } from '../search-worker.module.js';
import { IndexKeeper } from '../worker/index-keeper.js';

interface Page {
  items: FoundItem[];
  nextCursor: string | null;
  fuzzy: boolean;
  degraded: boolean;
}

/** What search does for people, whichever engine is behind it. @param env which engine that is */
export function describeSearch(engine: string, env: Record<string, string> = {}): void {
  describe(`search on ${engine}`, () => {
    let site: TestSite<NestFastifyApplication>;
    let subscribers: RunningSubscribers;
    let ada: string;

    beforeAll(async () => {
      site = await TestSite.openApi(env, [SearchApiModule, SearchWorkerModule]);
      await site.get(IndexKeeper).start();
      subscribers = new RunningSubscribers(site.app);
      ada = (await site.member('ada')).id;
      await site.member('bob');
      await site.member('grace', 'moderator');
      const { watch } = site.get(SearchIndexes);
      await eventually(async () => {
        await watch?.look();
        await watch?.check();
      });
    });
    afterAll(async () => {
      await site.get(IndexKeeper).stop();
      await subscribers.stop();
      await site.close();
    });

    async function send(method: 'POST' | 'PATCH' | 'PUT' | 'DELETE', url: string, payload: object | undefined, as = 'ada'): Promise<{ id: string; slug: string }> {
      const answer = await site.app.inject({ method, url, payload, headers: { authorization: `Test ${as}` } });
      expect([200, 201, 204]).toContain(answer.statusCode);
      return answer.body === '' ? { id: '', slug: '' } : answer.json();
    }
    const ask = (title: string, more: object = {}): Promise<{ id: string; slug: string }> => send('POST', '/api/questions', { title, body: 'About it.', tags: ['test'], ...more });

    async function search(params: Record<string, string | string[]> | string, as?: string): Promise<Page> {
      const query = typeof params === 'string' ? new URLSearchParams({ q: params }) : new URLSearchParams(Object.entries(params).flatMap(([k, v]) => [v].flat().map((value) => [k, value])));
      const answer = await site.app.inject({ url: `/api/search?${query.toString()}`, headers: as === undefined ? {} : { authorization: `Test ${as}` } });
      expect(answer.statusCode).toBe(200);
      return answer.json<Page>();
    }
    const ids = async (params: Record<string, string | string[]> | string, as?: string): Promise<string[]> => (await search(params, as)).items.map((item) => item.id);
    const setState = (type: 'question' | 'answer', id: string, state: 'live' | 'hidden'): Promise<unknown> =>
      site.db.unitOfWork.run(systemContext('test'), (tx) => site.app.get(QuestionsFacade, { strict: false }).setState(systemContext('test'), tx, { type, id }, state));

    describe('when something was written', () => {
      it('should find the question with what a result shows', async () => {
        const { id, slug } = await ask('What are <b>attitudinals</b> in Lojban?', { body: 'I read about **attitudinals** & more.', tags: ['lojban', 'grammar'] });
        await subscribers.settled();
        const page = await search('attitudinals lojban');
        expect(page).toMatchObject({ nextCursor: null, fuzzy: false, degraded: false });
        expect(page.items).toEqual([
          {
            id,
            type: 'question',
            url: `/questions/${id}/${slug}`,
            title: 'What are <b>attitudinals</b> in Lojban?',
            titleHtml: 'What are &lt;b&gt;<mark>attitudinals</mark>&lt;/b&gt; in <mark>Lojban</mark>?',
            excerptHtml: 'I read about <mark>attitudinals</mark> &amp; more.',
            score: 0,
            tags: ['lojban', 'grammar'],
            author: expect.objectContaining({ id: ada, handle: 'ada' }),
            createdAt: expect.any(String),
          },
        ]);
      });

      it('should find answers under their question and follow edits', async () => {
        const question = await ask('Where do gadri come from?');
        const answer = await send('POST', `/api/questions/${question.id}/answers`, { body: 'From Loglan articles.' }, 'bob');
        await subscribers.settled();
        expect((await search({ q: 'loglan', type: 'answer' })).items).toMatchObject([{ id: answer.id, questionId: question.id, url: `/questions/${question.id}/${question.slug}#answer-${answer.id}`, title: 'Where do gadri come from?' }]);
        await send('PATCH', `/api/answers/${answer.id}`, { body: 'From Esperanto articles.' }, 'bob');
        await subscribers.settled();
        expect(await ids({ q: 'loglan', type: 'answer' })).toEqual([]);
        expect(await ids({ q: 'esperanto articles', type: 'answer' })).toEqual([answer.id]);
      });

      it('should find members by name and handle, also misspelt', async () => {
        const { id } = await site.member('wilhelmina');
        await site.app.get(Reindex, { strict: false }).reindex();
        expect(await ids({ q: 'wilhelmina', type: 'user' })).toEqual([id]);
        const page = await search('wilhelmnia');
        expect(page.items.map((item) => item.url)).toEqual(['/users/wilhelmina']);
        expect(page.fuzzy).toBe(true);
      });

      it('should follow votes', async () => {
        const { id } = await ask('How are votes searched for?');
        await send('PUT', `/api/questions/${id}/vote`, { value: 1 }, 'bob');
        await subscribers.settled();
        expect(await ids('votes searched score:>0')).toEqual([id]);
        expect(await ids('votes searched score:>1')).toEqual([]);
      });
    });

    describe('when operators are used', () => {
      let open: string;
      let answered: string;
      beforeAll(async () => {
        open = (await ask('Operator zebra question open', { tags: ['zoo', 'stripes'] })).id;
        answered = (await ask('Operator zebra question answered', { tags: ['zoo'] })).id;
        await send('POST', `/api/questions/${answered}/answers`, { body: 'A zebra answer.' }, 'bob');
        await subscribers.settled();
      });

      it.each([
        ['zebra [stripes]', () => [open]],
        ['zebra [zoo] -[stripes] is:question', () => [answered]],
        ['zebra is:unanswered', () => [open]],
        ['zebra is:answered', () => [answered]],
        ['"zebra question open"', () => [open]],
        ['"question zebra"', () => []],
        ['zebra user:ada is:answered', () => [answered]],
        ['zebra user:nobody-here', () => []],
        ['[no-such-tag]', () => []],
      ])('should understand %s', async (q, expected) => {
        expect(await ids(q)).toEqual(expected());
      });

      it('should take the same filters as parameters', async () => {
        expect(await ids({ q: 'zebra', tag: ['zoo', '-stripes'], type: 'question' })).toEqual([answered]);
        expect(await ids({ q: 'zebra is:answer', type: 'question' })).toEqual([]);
        expect(await ids({ q: 'zebra', sort: 'new', type: 'question' })).toEqual([answered, open]);
      });

      it('should know who I am', async () => {
        expect(await ids('zebra user:me is:question', 'bob')).toEqual([]);
        expect((await ids('zebra user:me is:question', 'ada')).sort()).toEqual([open, answered].sort());
        expect(await ids('zebra user:me')).toEqual([]);
      });
    });

    describe('when not everybody may see it', () => {
      it('should show what is for members to members only, with its answers', async () => {
        const question = await ask('Members only okapi meeting', { audience: 'members' });
        const answer = await send('POST', `/api/questions/${question.id}/answers`, { body: 'The okapi meets on Monday.' }, 'bob');
        await subscribers.settled();
        expect(await ids('okapi')).toEqual([]);
        expect((await ids('okapi', 'bob')).sort()).toEqual([question.id, answer.id].sort());
        await send('PATCH', `/api/questions/${question.id}`, { audience: 'public' });
        await subscribers.settled();
        expect((await ids('okapi')).sort()).toEqual([question.id, answer.id].sort());
      });

      it('should drop what was hidden at once, before the index knows', async () => {
        const made = [];
        for (let n = 0; n < 6; n += 1) made.push((await ask(`Hidden quagga number ${n}`)).id);
        await subscribers.settled();
        const [first, second] = await ids({ q: 'quagga', limit: '2' });
        await subscribers.whilePaused(async () => {
          await setState('question', first!, 'hidden');
          const page = await search({ q: 'quagga', limit: '2' });
          expect(page.items).toHaveLength(2);
          expect(page.items.map((item) => item.id)).not.toContain(first);
          expect(page.items[0]!.id).toBe(second);
          expect(await ids('quagga', 'grace')).not.toContain(first);
        });
        await subscribers.settled();
        expect(await ids('quagga')).toHaveLength(5);
        await setState('question', first!, 'live');
        await subscribers.settled();
        expect(await ids('quagga')).toHaveLength(6);
      });

      it('should take the answers along when a question is hidden, and bring them back', async () => {
        const question = await ask('The whole thread about numbats');
        const answer = await send('POST', `/api/questions/${question.id}/answers`, { body: 'A numbat is small.' }, 'bob');
        await setState('question', question.id, 'hidden');
        await subscribers.settled();
        expect(await ids('numbat')).toEqual([]);
        expect((await site.app.get(SearchEngine, { strict: false }).search({ text: 'numbat', phrases: [], types: ['answer'], tags: [], excludedTags: [], sort: 'new', audiences: ['public'], limit: 5 })).hits).toEqual([]);
        await setState('question', question.id, 'live');
        await subscribers.settled();
        expect((await ids('numbat')).sort()).toEqual([question.id, answer.id].sort());
      });

      it('should not suggest what the viewer may not see', async () => {
        await ask('Suggestible aardwolf', { audience: 'members' });
        const shown = await ask('Suggestible aardvark');
        await subscribers.settled();
        const items = (await site.app.inject({ url: '/api/search/suggest?q=suggestible%20aard' })).json<{ items: object[] }>().items;
        expect(items).toEqual([{ type: 'question', title: 'Suggestible aardvark', url: `/questions/${shown.id}/${shown.slug}` }]);
      });
    });

    describe('when everything is indexed anew', () => {
      it('should give the same results, from scratch or not', async () => {
        const { id } = await ask('Rebuilding the index of tapirs');
        await subscribers.settled();
        const before = await site.app.get(SearchEngine, { strict: false }).count();
        for (const fromScratch of [false, true]) {
          const progress: string[] = [];
          const counts = await site.app.get(Reindex, { strict: false }).reindex(({ type, done }) => progress.push(`${type} ${done}`), { fromScratch });
          expect(counts.question).toBeGreaterThan(5);
          expect(progress).toContain(`question ${counts.question}`);
          expect(await ids('tapirs')).toEqual([id]);
          expect((await site.app.get(SearchEngine, { strict: false }).count()).question).toBe(before.question);
        }
      });

      it('should not overwrite what changed meanwhile', async () => {
        const { id } = await ask('A question about wombats');
        await subscribers.settled();
        const engine = site.app.get(SearchEngine, { strict: false });
        const stale = { type: 'question' as const, id, version: 0, title: 'stale wombats', text: '', tags: [], authorId: ada, audience: 'public', state: 'live', score: 0, isAnswered: false, createdAt: new Date() };
        await engine.put([stale]);
        expect((await search('wombats')).items[0]!.titleHtml).toBe('A question about <mark>wombats</mark>');
      });
    });

    describe('when the request is wrong', () => {
      it.each(['limit=0', 'limit=101', 'limit=x', 'cursor=x', 'cursor=', 'type=tag', 'sort=best', 'unknown=1', `q=${'x'.repeat(301)}`, 'q=a&q=b', 'q=%00', 'tag='])('should answer 422 to %s', async (query) => {
        const answer = await site.app.inject({ url: `/api/search?${query}` });
        expect(answer.statusCode).toBe(422);
        expect(answer.headers['content-type']).toContain('application/problem+json');
      });

      it('should take the cursor of its own pages only', async () => {
        for (let n = 0; n < 3; n += 1) await ask(`Paging through kiwis ${n}`);
        await subscribers.settled();
        const first = await search({ q: 'kiwis', limit: '2', sort: 'new' });
        const second = await search({ q: 'kiwis', limit: '2', sort: 'new', cursor: first.nextCursor! });
        expect(second.nextCursor).toBeNull();
        expect(new Set([...first.items, ...second.items].map((item) => item.id)).size).toBe(3);
        const other = await site.app.inject({ url: `/api/search?q=kiwis&cursor=${first.nextCursor!}` });
        expect(other.statusCode).toBe(422);
      });
    });
  });
}
