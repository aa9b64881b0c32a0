import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { newId } from '#libs/kernel';
import { Reindex } from '#modules/search';
import { RunningSubscribers } from '../../../test/support/running-subscribers.js';
import { TestSite } from '../../../test/support/test-site.js';
import { SearchApiModule } from '../search/search-api.module.js';
import { SearchWorkerModule } from '../search/search-worker.module.js';
import { ModerationApiModule } from './moderation-api.module.js';

interface Answer {
  status: number;
  body: Record<string, unknown> & { items?: Record<string, unknown>[] };
}

describe('moderation', () => {
  let site: TestSite<NestFastifyApplication>;
  let subscribers: RunningSubscribers;

  beforeAll(async () => {
    site = await TestSite.openApi({}, [SearchApiModule, SearchWorkerModule, ModerationApiModule]);
    subscribers = new RunningSubscribers(site.app);
    for (const handle of ['ada', 'bob', 'cyn']) await site.member(handle);
    await site.member('grace', 'moderator');
    await site.member('mona', 'moderator');
    await site.member('root', 'admin');
  });
  afterAll(async () => {
    await subscribers.stop();
    await site.close();
  });

  async function call(method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, as: string | null, payload?: object): Promise<Answer> {
    const answer = await site.app.inject({ method, url, payload, headers: as === null ? {} : { authorization: `Test ${as}` } });
    return { status: answer.statusCode, body: answer.body === '' ? {} : answer.json() };
  }
  const get = async (url: string, as: string | null = null): Promise<Answer['body']> => {
    const { status, body } = await call('GET', url, as);
    expect(status).toBe(200);
    return body;
  };
  const idsAt = async (url: string, as: string | null = null): Promise<unknown[]> => (await get(url, as)).items!.map((item) => item.id);
  const setState = (kind: string, id: string, state: string, as = 'grace'): Promise<Answer> => call('PUT', `/api/admin/${kind}/${id}/state`, as, { state, reason: 'Off topic' });
  async function make(as: string, url: string, payload: object): Promise<string> {
    const { status, body } = await call('POST', url, as, payload);
    expect(status).toBe(201);
    return body.id as string;
  }
  const ask = (title: string, as = 'ada'): Promise<string> => make(as, '/api/questions', { title, body: 'About it.', tags: ['moderation'] });

  describe('when a moderator hides an answer', () => {
    let question: string;
    let answer: string;
    const page = (): string => `/api/questions/${question}/answers`;

    beforeEach(async () => {
      question = await ask(`A question for ${newId()} answers`);
      answer = await make('bob', page(), { body: 'A pangolin answer.' });
      await call('PUT', `/api/questions/${question}/accepted-answer`, 'ada', { answerId: answer });
      await subscribers.settled();
      // Twice, so that the second comes from the cache of guest pages.
      for (let n = 0; n < 2; n += 1) await Promise.all([idsAt(page()), get(`/api/questions/${question}`), get('/api/questions')]);
    });

    it('should take it off every page at once, also the cached ones of guests', async () => {
      expect(await idsAt(page())).toEqual([answer]);
      expect(await setState('answers', answer, 'hidden')).toEqual({ status: 200, body: { id: answer, state: 'hidden' } });
      expect(await idsAt(page())).toEqual([]);
      expect(await idsAt(page(), 'cyn')).toEqual([]);
      expect((await call('GET', `/api/answers/${answer}`, null)).status).toBe(404);
      expect((await call('GET', `/api/answers/${answer}`, 'cyn')).status).toBe(404);
      expect((await call('GET', `/api/comments?target=answer:${answer}`, 'cyn')).status).toBe(404);
    });

    it('should count it no more: question, lists, profile', async () => {
      const before = (await get('/api/users/bob')).answerCount as number;
      await setState('answers', answer, 'hidden');
      expect(await get(`/api/questions/${question}`)).toMatchObject({ answerCount: 0, acceptedAnswerId: null });
      const listed = (await get('/api/questions?sort=new')).items!.find((item) => item.id === question);
      expect(listed).toMatchObject({ answerCount: 0, acceptedAnswerId: null });
      expect((await get('/api/users/bob')).answerCount).toBe(before - 1);
      expect(await idsAt('/api/questions?sort=unanswered')).toContain(question);
    });

    it('should not be found any more, before and after the index knows', async () => {
      expect(await idsAt('/api/search?q=pangolin&limit=100')).toContain(answer);
      await subscribers.whilePaused(async () => {
        await setState('answers', answer, 'hidden');
        expect(await idsAt('/api/search?q=pangolin&limit=100')).not.toContain(answer);
        expect(await idsAt('/api/search?q=pangolin&limit=100', 'grace')).not.toContain(answer);
      });
      await subscribers.settled();
      expect(await idsAt('/api/search?q=pangolin&limit=100')).not.toContain(answer);
    });

    it('should still be seen, marked, by its author and by moderators', async () => {
      await setState('answers', answer, 'hidden');
      for (const viewer of ['bob', 'grace', 'root']) {
        expect((await get(page(), viewer)).items).toMatchObject([{ id: answer, state: 'hidden' }]);
        expect(await get(`/api/answers/${answer}`, viewer)).toMatchObject({ state: 'hidden' });
      }
    });

    it('should come back when it is restored, no longer accepted', async () => {
      await setState('answers', answer, 'hidden');
      expect((await setState('answers', answer, 'live')).status).toBe(200);
      await subscribers.settled();
      expect((await get(page())).items).toMatchObject([{ id: answer, state: 'live', accepted: false }]);
      expect(await get(`/api/questions/${question}`)).toMatchObject({ answerCount: 1 });
      expect(await idsAt('/api/search?q=pangolin&limit=100')).toContain(answer);
    });

    it('should take no votes and no comments meanwhile', async () => {
      await setState('answers', answer, 'hidden');
      expect((await call('PUT', `/api/answers/${answer}/vote`, 'cyn', { value: 1 })).status).toBe(404);
      expect((await call('POST', `/api/comments?target=answer:${answer}`, 'cyn', { body: 'Hello' })).status).toBe(404);
    });
  });

  describe('when a moderator hides a question', () => {
    it('should take it off lists, tags and search, with its answers, and bring all of it back', async () => {
      const question = await ask('An unwanted question about echidnas');
      const answer = await make('bob', `/api/questions/${question}/answers`, { body: 'An echidna answer.' });
      await subscribers.settled();
      const count = (await get('/api/tags/moderation')).questionCount as number;
      expect((await setState('questions', question, 'hidden')).status).toBe(200);
      expect((await call('GET', `/api/questions/${question}`, null)).status).toBe(404);
      expect((await call('GET', `/api/questions/${question}/answers`, null)).status).toBe(404);
      expect((await call('GET', `/api/answers/${answer}`, 'bob')).status).toBe(404);
      expect(await idsAt('/api/questions?sort=new')).not.toContain(question);
      expect((await get('/api/tags/moderation')).questionCount).toBe(count - 1);
      expect(await idsAt('/api/search?q=echidna')).toEqual([]);
      expect(await get(`/api/questions/${question}`, 'ada')).toMatchObject({ state: 'hidden' });
      await setState('questions', question, 'live');
      await subscribers.settled();
      expect((await get('/api/tags/moderation')).questionCount).toBe(count);
      expect(new Set(await idsAt('/api/search?q=echidna'))).toEqual(new Set([question, answer]));
    });

    it('should restore what was deleted, but not hide it', async () => {
      const question = await ask('A question that its author deletes');
      expect((await call('DELETE', `/api/questions/${question}`, 'ada')).status).toBe(204);
      expect(await setState('questions', question, 'hidden')).toMatchObject({ status: 409, body: { code: 'MODERATION.NOT_HIDEABLE' } });
      expect((await call('GET', `/api/questions/${question}`, null)).status).toBe(404);
      expect((await setState('questions', question, 'live')).status).toBe(200);
      expect(await get(`/api/questions/${question}`)).toMatchObject({ state: 'live' });
    });
  });

  it('should hide and restore comments, and keep their count', async () => {
    const question = await ask('A question with a rude comment');
    const comment = await make('bob', `/api/comments?target=question:${question}`, { body: 'Rude.' });
    await get(`/api/questions/${question}`);
    await setState('comments', comment, 'hidden');
    expect(await get(`/api/questions/${question}`)).toMatchObject({ commentCount: 0, comments: { items: [], total: 0 } });
    expect(await idsAt(`/api/comments?target=question:${question}`)).toEqual([]);
    await setState('comments', comment, 'live');
    expect(await get(`/api/questions/${question}`)).toMatchObject({ commentCount: 1, comments: { total: 1 } });
  });

  describe('when a member is suspended', () => {
    it('should say so on the profile, with an event, until restored', async () => {
      const until = new Date(Date.now() + 3_600_000).toISOString();
      expect(await call('POST', '/api/admin/users/cyn/suspend', 'grace', { reason: 'Spam', until })).toEqual({ status: 200, body: { handle: 'cyn', state: 'suspended', until } });
      expect(await get('/api/users/cyn')).toMatchObject({ state: 'suspended' });
      const [row] = await site.db.query<{ reason: string; until: Date }>(`select suspended_reason as reason, suspended_until as until from users.members where handle = 'cyn'`);
      expect(row).toEqual({ reason: 'Spam', until: new Date(until) });
      await subscribers.settled();
      const events = await site.db.query<{ data: object }>(`select data from events.log where type = 'member.state_changed.v1' order by seq desc limit 1`);
      expect(events[0]!.data).toMatchObject({ from: 'active', to: 'suspended' });
      expect(await call('POST', '/api/admin/users/cyn/restore', 'grace', { reason: 'Explained' })).toEqual({ status: 200, body: { handle: 'cyn', state: 'active', until: null } });
      expect(await get('/api/users/cyn')).toMatchObject({ state: 'active' });
    });

    it.each([
      ['grace', 'grace'],
      ['mona', 'grace'],
      ['root', 'grace'],
      ['mona', 'root'],
    ])('should not suspend %s by %s', async (handle, by) => {
      expect(await call('POST', `/api/admin/users/${handle}/suspend`, by, { reason: 'No' })).toMatchObject({ status: 403, body: { code: 'MODERATION.CANNOT_SUSPEND' } });
    });

    it('should refuse an end in the past and dates that are none', async () => {
      expect(await call('POST', '/api/admin/users/cyn/suspend', 'grace', { reason: 'x', until: '2020-01-01T00:00:00Z' })).toMatchObject({ status: 422, body: { code: 'MODERATION.UNTIL_PAST' } });
      expect((await call('POST', '/api/admin/users/cyn/suspend', 'grace', { reason: 'x', until: 'tomorrow' })).status).toBe(422);
      expect((await call('POST', '/api/admin/users/nobody/suspend', 'grace', { reason: 'x' })).status).toBe(404);
      expect((await call('POST', '/api/admin/users/cyn/suspend', 'grace', {})).status).toBe(422);
    });
  });

  describe('when it is written down', () => {
    it('should list every deed once, the newest first, of everything or of one target', async () => {
      const question = await ask('A question that is hidden twice');
      await setState('questions', question, 'hidden');
      await setState('questions', question, 'hidden', 'mona');
      await setState('questions', question, 'live', 'mona');
      const entries = (await get(`/api/admin/audit?target=question:${question}`, 'grace')).items!;
      expect(entries.map(({ action, target, reason }) => ({ action, target, reason }))).toEqual([
        { action: 'question.restore', target: `question:${question}`, reason: 'Off topic' },
        { action: 'question.hide', target: `question:${question}`, reason: 'Off topic' },
      ]);
      expect(entries.map((entry) => (entry.actor as { handle: string }).handle)).toEqual(['mona', 'grace']);
      expect((await get('/api/admin/audit?limit=1', 'root')).items).toMatchObject([{ action: 'question.restore', target: `question:${question}` }]);
    });

    it('should page without doubles or gaps', async () => {
      const seen: unknown[] = [];
      let cursor: string | null = null;
      do {
        const answer: Answer['body'] = await get(`/api/admin/audit?limit=3${cursor === null ? '' : `&cursor=${cursor}`}`, 'grace');
        seen.push(...answer.items!.map((item) => item.id));
        cursor = answer.nextCursor as string | null;
      } while (cursor !== null);
      const [{ count } = { count: 0 }] = await site.db.query<{ count: number }>('select count(*)::int as count from moderation.audit');
      expect(seen).toHaveLength(count);
      expect(new Set(seen).size).toBe(count);
    });

    it('should commit with the deed or not at all', async () => {
      const before = await site.db.query('select id from moderation.audit');
      expect((await setState('questions', newId(), 'hidden')).status).toBe(404);
      const question = await ask('A question that stays as it is');
      await site.db.query(`alter table moderation.audit add constraint refuse check (target_id <> '${question}')`);
      expect((await setState('questions', question, 'hidden')).status).toBe(500);
      expect(await get(`/api/questions/${question}`)).toMatchObject({ state: 'live' });
      await site.db.query('alter table moderation.audit drop constraint refuse');
      expect(await site.db.query('select id from moderation.audit')).toEqual(before);
    });

    it.each(['update moderation.audit set reason = $$$$', 'delete from moderation.audit', 'truncate moderation.audit'])('should refuse to %s', async (statement) => {
      await expect(site.db.query(statement)).rejects.toThrow('append-only');
    });
  });

  describe('when somebody may not', () => {
    const routes = (): [method: 'GET' | 'POST' | 'PUT', url: string, body?: object][] => [
      ['PUT', `/api/admin/questions/${newId()}/state`, { state: 'hidden', reason: 'x' }],
      ['PUT', `/api/admin/answers/${newId()}/state`, { state: 'hidden', reason: 'x' }],
      ['PUT', `/api/admin/comments/${newId()}/state`, { state: 'hidden', reason: 'x' }],
      ['POST', '/api/admin/users/bob/suspend', { reason: 'x' }],
      ['POST', '/api/admin/users/bob/restore', {}],
      ['GET', '/api/admin/audit'],
    ];

    it.each([
      [null, 401],
      ['ada', 403],
      ['grace:read,write', 403],
    ])('should answer %s with %d everywhere', async (as, status) => {
      for (const [method, url, body] of routes()) expect(await call(method, url, as, body)).toMatchObject({ status });
    });

    it('should check what it is sent', async () => {
      const question = await ask('A question for wrong requests');
      for (const body of [{ state: 'deleted', reason: 'x' }, { state: 'hidden' }, { state: 'hidden', reason: ' ' }, { state: 'hidden', reason: 'x', more: 1 }]) {
        expect((await call('PUT', `/api/admin/questions/${question}/state`, 'grace', body)).status).toBe(422);
      }
      expect((await call('PUT', '/api/admin/questions/x/state', 'grace', { state: 'hidden', reason: 'x' })).status).toBe(404);
      expect((await call('GET', '/api/admin/audit?target=question', 'grace')).status).toBe(422);
      expect((await call('GET', '/api/admin/audit?cursor=x', 'grace')).status).toBe(422);
    });
  });

  it('should leave an index that is rebuilt without what is hidden', async () => {
    const question = await ask('A hidden question about axolotls');
    await setState('questions', question, 'hidden');
    await site.app.get(Reindex, { strict: false }).reindex(undefined, { fromScratch: true });
    const rows = await site.db.query('select title, body from search.texts where id = $1', [question]);
    expect(rows).toEqual([{ title: '', body: '' }]);
    expect(await idsAt('/api/search?q=axolotls')).toEqual([]);
  });
});
