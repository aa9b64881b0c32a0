import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { EventLog } from '#libs/events';
import { Logger } from '#libs/observability';
import { SearchIndexes, type SearchIndexTarget, type SearchType } from '#libs/search-engine';
import { eventually } from '#libs/testing';
import { MembersFacade } from '#modules/users';
import { ApiCaller } from '../../../../test/support/api-caller.js';
import { QaHistory } from '../../../../test/support/qa-history.js';
import { RunningSubscribers } from '../../../../test/support/running-subscribers.js';
import { Seeded } from '../../../../test/support/seeded.js';
import { type TestMember, TestSite } from '../../../../test/support/test-site.js';
import { IndexComparison } from '../application/index-comparison.js';
import { LocalIndexFill } from '../application/local-index-fill.js';
import { RebuildMemory } from '../application/rebuild-memory.js';
import { Reindex } from '../application/reindex.js';
import { RemoteIndexRebuild } from '../application/remote-index-rebuild.js';
import { SearchSources } from '../application/search-sources.js';
import { SearchApiModule } from '../search-api.module.js';
import { SearchWorkerModule } from '../search-worker.module.js';
import { IndexKeeper } from '../worker/index-keeper.js';

const FIRST = '00000000-0000-0000-0000-000000000000';

/** Versions are worth something when they change with what is indexed, and with nothing else. @param env which engine is besides PostgreSQL's */
export function describeIndexVersions(engine: string, env: Record<string, string> = {}): void {
  describe(`versions in the search index of ${engine}`, () => {
    let site: TestSite<NestFastifyApplication>;
    let api: ApiCaller;
    let subscribers: RunningSubscribers;
    let members: TestMember[];

    beforeAll(async () => {
      site = await TestSite.openApi(env, [SearchApiModule, SearchWorkerModule]);
      api = new ApiCaller(site.app);
      await site.get(IndexKeeper).start();
      subscribers = new RunningSubscribers(site.app);
      members = [];
      for (const handle of ['ada', 'bob', 'clio', 'dora', 'emil']) members.push(await site.member(handle));
      members.push(await site.member('grace', 'moderator'));
      const { watch } = site.get(SearchIndexes);
      await eventually(async () => {
        await watch?.look();
        await watch?.check();
      });
      // Members of a test come without an event.
      await site.get(Reindex).reindex(undefined, { onDemand: true });
    }, 60_000);
    afterAll(async () => {
      await site.get(IndexKeeper).stop();
      await subscribers.stop();
      await site.close();
    });

    /** What every index holds in another version than the rows say, once all events were seen. */
    async function differences(): Promise<string[]> {
      await subscribers.settled();
      const { local, remote } = site.get(SearchIndexes);
      const found: string[] = [];
      for (const target of [local, ...(remote ? [remote] : [])]) {
        const compared = await site.get(IndexComparison).compare(target, { looks: 1 });
        found.push(...compared.differences.map(({ problem, type, expected, indexed }) => `${problem} ${type}: row ${expected}, index ${indexed}`));
      }
      return found;
    }
    async function send(method: string, url: string, as: string, body?: object): Promise<string> {
      const { status, text, body: made } = await api.send<{ id?: string }>(method, url, { as, ...(body ? { body } : {}) });
      if (status >= 300) throw new Error(`${method} ${url} answered ${status}: ${text}`);
      return made?.id ?? '';
    }
    const ask = (title: string): Promise<string> => send('POST', '/api/questions', 'ada', { title, body: 'About it.', tags: ['test'] });
    const answer = (questionId: string, as = 'bob'): Promise<string> => send('POST', `/api/questions/${questionId}/answers`, as, { body: 'Like that.' });
    async function versionOf(type: SearchType, id: string): Promise<number> {
      const all = await site.get(SearchSources).versionsAfter(type, FIRST, 10_000);
      return all.find((item) => item.id === id)!.version;
    }

    it('should be those of the rows after each thing that can be done to a question and its answers', async () => {
      const question = await ask('What may happen to a question?');
      const [first, second] = [await answer(question), await answer(question, 'clio')];
      const comments = { question: '', answer: '' };
      const steps: [string, () => Promise<unknown>][] = [
        ['an answer more', () => answer(question, 'dora')],
        ['a vote on the question', () => send('PUT', `/api/questions/${question}/vote`, 'bob', { value: 1 })],
        ['the same vote again', () => send('PUT', `/api/questions/${question}/vote`, 'bob', { value: 1 })],
        ['a vote taken back', () => send('DELETE', `/api/questions/${question}/vote`, 'bob')],
        ['a vote on an answer', () => send('PUT', `/api/answers/${first}/vote`, 'ada', { value: -1 })],
        ['a comment on the question', async () => (comments.question = await send('POST', `/api/comments?target=question:${question}`, 'bob', { body: 'A comment' }))],
        ['a comment on an answer', async () => (comments.answer = await send('POST', `/api/comments?target=answer:${first}`, 'ada', { body: 'A comment' }))],
        ['an edited comment', () => send('PATCH', `/api/comments/${comments.answer}`, 'ada', { body: 'Another comment' })],
        ['a comment less on the question', () => send('DELETE', `/api/comments/${comments.question}`, 'bob')],
        ['a comment less on an answer', () => send('DELETE', `/api/comments/${comments.answer}`, 'ada')],
        ['an accepted answer', () => send('PUT', `/api/questions/${question}/accepted-answer`, 'ada', { answerId: first })],
        ['another accepted answer', () => send('PUT', `/api/questions/${question}/accepted-answer`, 'ada', { answerId: second })],
        ['an edited answer', () => send('PATCH', `/api/answers/${first}`, 'bob', { body: 'Rather like this.' })],
        ['an edited question', () => send('PATCH', `/api/questions/${question}`, 'ada', { title: 'What else may happen to a question?' })],
        ['other tags', () => send('PATCH', `/api/questions/${question}`, 'ada', { tags: ['other', 'tags'] })],
        ['another audience', () => send('PATCH', `/api/questions/${question}`, 'ada', { audience: 'members' })],
        ['a deleted answer, which was accepted', () => send('DELETE', `/api/answers/${second}`, 'clio')],
        ['a hidden question', () => new QaHistory(site, new Seeded(1), members).move({ type: 'question', id: question, state: 'live' }, 'hidden', members[5]!)],
        ['a question that is back', () => new QaHistory(site, new Seeded(1), members).move({ type: 'question', id: question, state: 'hidden' }, 'live', members[5]!)],
        ['another role of a member', () => site.db.unitOfWork.run(members[0]!, (tx) => site.get(MembersFacade).setRole(tx, members[1]!.id, 'moderator'))],
        ['another profile of a member', () => send('PATCH', '/api/users/me', 'clio', { location: 'Athens' })],
        ['a deleted question', () => send('DELETE', `/api/questions/${question}`, 'grace')],
      ];
      const wrong: Record<string, string[]> = {};
      for (const [step, act] of steps) {
        await act();
        const found = await differences();
        if (found.length > 0) wrong[step] = found;
      }
      expect(wrong).toEqual({});
    }, 60_000);

    it('should be those of the rows after a random history of several members at once', async () => {
      const history = new QaHistory(site, new Seeded(20_261_122), members);
      let left = 300;
      const member = async (): Promise<void> => {
        while (left-- > 0) await history.step();
      };
      await Promise.all(Array.from({ length: 4 }, member));
      expect(await differences()).toEqual([]);
      const held = await site.db.query<{ type: string; id: string; state: string; score: number; tags: string[]; title: string }>(
        `select d.type, d.id, d.state, d.score, d.tags, t.title from search.documents d join search.texts t using (type, id) where d.state = 'live' and d.type <> 'user' order by d.id`);
      const rows = await site.db.query(
        `select 'question' as type, id, state, score, tags, title from questions.questions where state = 'live'
         union all select 'answer', a.id, a.state, a.score, q.tags, q.title from questions.answers a join questions.questions q on q.id = a.question_id where q.state = 'live' and a.state = 'live' order by id`);
      expect(rows.length).toBeGreaterThan(20);
      expect(held).toEqual(rows);
    }, 60_000);

    it('should grow with what is indexed and stay with everything else', async () => {
      const question = await ask('When does a version grow?');
      const unanswered = await versionOf('question', question);
      const id = await answer(question);
      expect(await versionOf('question', question)).toBe(unanswered + 1);
      const both = async (): Promise<{ question: number; answer: number }> => ({ question: await versionOf('question', question), answer: await versionOf('answer', id) });
      const before = await both();
      await send('POST', `/api/comments?target=question:${question}`, 'bob', { body: 'A comment' });
      await send('POST', `/api/comments?target=answer:${id}`, 'ada', { body: 'A comment' });
      expect(await both()).toEqual(before);
      await send('PUT', `/api/questions/${question}/vote`, 'clio', { value: 1 });
      await answer(question, 'clio');
      expect(await both()).toEqual({ question: before.question + 1, answer: before.answer });
      await send('PUT', `/api/answers/${id}/vote`, 'clio', { value: 1 });
      expect(await both()).toEqual({ question: before.question + 1, answer: before.answer + 1 });
      await send('PATCH', `/api/questions/${question}`, 'ada', { tags: ['grown'] });
      expect(await both()).toEqual({ question: before.question + 2, answer: before.answer + 2 });
    });

    it('should be above every number an index may have from older rules', async () => {
      const question = await ask('Which numbers were there before?');
      const id = await answer(question);
      await subscribers.settled();
      const { local, remote } = site.get(SearchIndexes);
      const row = 2 ** 31 - 1;
      const old = { title: 'Old', text: 'old', tags: [], authorId: null, audience: 'public', state: 'live', score: 0, isAnswered: false, createdAt: new Date() };
      for (const target of [local, ...(remote ? [remote] : [])]) await target.put([{ ...old, type: 'answer', id, version: 2 * row }, { ...old, type: 'question', id: question, version: row }]);
      expect(await differences()).toEqual([]);
    });

    it('should be made anew by itself in an index that has those of an older rule', async () => {
      await answer(await ask('What becomes of older indexes?'));
      expect(await differences()).toEqual([]);
      // As an update of the program finds it.
      await site.db.query(`update search.documents set version = 4 where type <> 'user'`);
      await site.db.query('update search.engines set numbering = 1');
      expect((await differences()).length).toBeGreaterThan(0);
      const again = new IndexKeeper(site.get(SearchIndexes), site.get(LocalIndexFill), site.get(RemoteIndexRebuild), site.get(RebuildMemory), site.get(EventLog), site.get(Logger));
      await again.start();
      await eventually(async () => expect(await site.db.query('select engine from search.engines where numbering = 1')).toEqual([]), 30_000);
      await again.stop();
      expect(await differences()).toEqual([]);
    }, 60_000);

    it('should be called stale when the index stays behind, not when it follows what never rests', async () => {
      const question = await ask('Does this question ever rest?');
      await subscribers.settled();
      const { local, remote } = site.get(SearchIndexes);
      const target = remote ?? local;
      let value = -1;
      /** Something is always written between a look at the index and one at the rows. */
      const meanwhile = async <T>(looked: Promise<T>): Promise<T> => {
        const seen = await looked;
        await send('PUT', `/api/questions/${question}/vote`, 'bob', { value: (value = -value) });
        return seen;
      };
      const restless: SearchIndexTarget = {
        put: (documents) => target.put(documents),
        remove: (items) => target.remove(items),
        count: () => target.count(),
        versions: (...page) => target.versions(...page),
        versionsOf: (items) => subscribers.settled().then(() => meanwhile(target.versionsOf(items))),
      };
      expect((await site.get(IndexComparison).differencesOf(restless, [{ type: 'question', id: question }]))).toMatchObject([{ problem: 'stale', id: question }]);
      expect((await site.get(IndexComparison).compare(restless)).differences).toEqual([]);
      await subscribers.whilePaused(async () => {
        await send('PUT', `/api/questions/${question}/vote`, 'clio', { value: 1 });
        const { differences: behind } = await site.get(IndexComparison).compare(target, { looks: 2 });
        expect(behind).toMatchObject([{ problem: 'stale', id: question }]);
      });
    }, 60_000);
  });
}
