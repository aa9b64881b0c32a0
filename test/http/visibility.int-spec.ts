import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Reindex } from '#modules/search';
import { ChangeComment } from '#modules/comments';
import { QuestionsFacade } from '#modules/questions';
import { ApiCaller } from '../support/api-caller.js';
import { type TestMember, TestSite } from '../support/test-site.js';

const SECRET = 'xylophone';

interface Thread {
  question: string;
  answer: string;
  onQuestion: string;
  onAnswer: string;
}

describe('what a viewer may not see', () => {
  let site: TestSite<NestFastifyApplication>;
  let api: ApiCaller;
  let grace: TestMember;

  beforeAll(async () => {
    site = await TestSite.openApi();
    api = new ApiCaller(site.app);
  });
  afterAll(async () => {
    await site.close();
  });
  beforeEach(async () => {
    await site.reset();
    for (const handle of ['ada', 'alan', 'barbara']) await site.member(handle);
    grace = await site.member('grace', 'moderator');
  });

  const created = async (url: string, as: string, body: object): Promise<string> => (await api.post<{ id: string }>(url, { as, body })).body.id;

  /** A thread by ada and alan in which every text holds the secret word. */
  async function thread(audience: string): Promise<Thread> {
    const question = await created('/api/questions', 'ada', { title: `Who has a ${SECRET}?`, body: `A ${SECRET}, please`, tags: [SECRET], audience });
    const answer = await created(`/api/questions/${question}/answers`, 'alan', { body: `My ${SECRET}` });
    const onQuestion = await created(`/api/comments?target=question:${question}`, 'alan', { body: `Which ${SECRET}?` });
    const onAnswer = await created(`/api/comments?target=answer:${answer}`, 'ada', { body: `Nice ${SECRET}` });
    await api.send('PUT', `/api/questions/${question}/accepted-answer`, { as: 'ada', body: { answerId: answer } });
    await api.send('PATCH', `/api/questions/${question}`, { as: 'ada', body: { body: `Still a ${SECRET}` } });
    return { question, answer, onQuestion, onAnswer };
  }

  /** Every read of one thing, by the thing it reads. */
  const single = (t: Thread): Record<keyof Thread, string[]> => ({
    question: ['', '/answers', '/revisions', '/similar'].map((path) => `/api/questions/${t.question}${path}`).concat(`/api/comments?target=question:${t.question}`),
    answer: [`/api/answers/${t.answer}`, `/api/comments?target=answer:${t.answer}`],
    onQuestion: [`/api/comments/${t.onQuestion}`],
    onAnswer: [`/api/comments/${t.onAnswer}`],
  });
  const LISTS = [
    ...['active', 'new', 'score', 'unanswered'].map((sort) => `/api/questions?sort=${sort}`),
    `/api/questions?tag=${SECRET}`, '/api/questions?tag=-chess', '/api/questions?author=ada', '/api/tags', `/api/tags?q=${SECRET.slice(0, 3)}`, `/api/questions/similar?title=${SECRET}`,
    `/api/search?q=${SECRET}`, '/api/search?q=xylophon', `/api/search?q=${SECRET}&type=answer`, `/api/search?q=&tag=${SECRET}`, `/api/search/suggest?q=${SECRET.slice(0, 4)}`, '/api/users/ada', '/api/users/alan', '/api/users',
  ];

  /** The reads in which the secret, or an id of the thread, shows. */
  async function leaks(t: Thread, urls: readonly string[], as?: string): Promise<string[]> {
    const found: string[] = [];
    for (const url of urls) {
      const { text, status } = await api.get(url, { as });
      if (status >= 500) throw new Error(`${url} answered ${status}`);
      if (text.includes(SECRET) || Object.values(t).some((id) => text.includes(id))) found.push(url);
    }
    return found;
  }
  const statuses = async (urls: readonly string[], as?: string): Promise<number[]> => [...new Set(await Promise.all(urls.map(async (url) => (await api.get(url, { as })).status)))];
  const countsOf = async (handle: string, as?: string): Promise<number[]> => {
    const { body } = await api.get<{ questionCount: number; answerCount: number }>(`/api/users/${handle}`, { as });
    return [body.questionCount, body.answerCount];
  };
  const reindex = (): Promise<unknown> => site.get(Reindex).reindex();

  it('should be found by all of these reads when everybody may see it, or this spec proves nothing', async () => {
    const t = await thread('public');
    await reindex();
    const all = [...Object.values(single(t)).flat(), ...LISTS];
    const silent = new Set(['/api/questions?sort=unanswered', '/api/users/ada', '/api/users/alan', '/api/users', `/api/questions/${t.question}/similar`]);
    expect(await leaks(t, all)).toEqual(all.filter((url) => !silent.has(url)));
    expect([await countsOf('ada'), await countsOf('alan')]).toEqual([[1, 0], [0, 1]]);
    expect((await api.get<{ questionCount: number }>(`/api/tags/${SECRET}`)).body.questionCount).toBe(1);
  });

  it('should not show members\' questions to guests, anywhere', async () => {
    const t = await thread('members');
    await reindex();
    const reads = Object.values(single(t)).flat();
    expect(await leaks(t, [...reads, ...LISTS])).toEqual([]);
    expect(await statuses([...reads, `/api/tags/${SECRET}`])).toEqual([404]);
    expect([await countsOf('ada'), await countsOf('alan')]).toEqual([[0, 0], [0, 0]]);
    // Members see all of it.
    expect(await statuses([...reads, `/api/tags/${SECRET}`], 'barbara')).toEqual([200]);
    expect([await countsOf('ada', 'barbara'), await countsOf('alan', 'barbara')]).toEqual([[1, 0], [0, 1]]);
  });

  it.each(['hidden', 'deleted'] as const)('should not show a %s question, nor anything below it, to anybody but those who may', async (state) => {
    const t = await thread('public');
    await reindex();
    for (const url of [...Object.values(single(t)).flat(), ...LISTS]) await api.get(url);
    await site.db.unitOfWork.run(grace, (tx) => site.get(QuestionsFacade).setState(grace, tx, { type: 'question', id: t.question }, state));
    const reads = Object.values(single(t)).flat();
    for (const as of [undefined, 'barbara', 'alan']) {
      expect(await leaks(t, [...reads, ...LISTS], as)).toEqual([]);
      expect(await statuses([...reads, `/api/tags/${SECRET}`], as)).toEqual([404]);
      expect([await countsOf('ada', as), await countsOf('alan', as)]).toEqual([[0, 0], [0, 0]]);
    }
    // Lists show it to nobody; by its address, moderators see it, and its author while it is hidden.
    expect(await leaks(t, LISTS, 'grace')).toEqual([]);
    expect(await statuses(reads, 'grace')).toEqual([200]);
    expect(await statuses(single(t).question, 'ada')).toEqual([state === 'hidden' ? 200 : 404]);
  });

  it.each(['hidden', 'deleted'] as const)('should not show a %s answer and its comments', async (state) => {
    const t = await thread('public');
    await reindex();
    await site.db.unitOfWork.run(grace, (tx) => site.get(QuestionsFacade).setState(grace, tx, { type: 'answer', id: t.answer }, state));
    const { answer, onAnswer } = single(t);
    for (const as of [undefined, 'barbara', 'ada']) {
      expect(await statuses([...answer, ...onAnswer], as)).toEqual([404]);
      expect((await api.get<{ items: unknown[] }>(`/api/questions/${t.question}/answers`, { as })).body.items).toEqual([]);
      expect((await api.get(`/api/search?q=${SECRET}&type=answer`, { as })).text).not.toContain(t.answer);
    }
    expect((await api.get<{ acceptedAnswerId: null; answerCount: number }>(`/api/questions/${t.question}`)).body).toMatchObject({ acceptedAnswerId: null, answerCount: 0 });
    expect(await countsOf('alan')).toEqual([0, 0]);
    expect(await statuses(answer, 'alan')).toEqual([state === 'hidden' ? 200 : 404]);
    expect(await statuses([...answer, ...onAnswer], 'grace')).toEqual([200]);
  });

  it('should not show a hidden comment, in no preview and no count', async () => {
    const t = await thread('public');
    await site.db.unitOfWork.run(grace, (tx) => site.get(ChangeComment).setState(grace, tx, t.onQuestion, 'hidden'));
    const { body: question } = await api.get<{ comments: object; commentCount: number }>(`/api/questions/${t.question}`);
    expect(question).toMatchObject({ comments: { items: [], total: 0 }, commentCount: 0 });
    for (const [as, status] of [[undefined, 404], ['ada', 404], ['alan', 200], ['grace', 200]] as const) expect(await statuses(single(t).onQuestion, as)).toEqual([status]);
    expect((await api.get<{ items: unknown[] }>(`/api/comments?target=question:${t.question}`, { as: 'alan' })).body.items).toEqual([]);
  });

  it('should not be written to either', async () => {
    const t = await thread('members');
    const targets = ['question', 'hidden'].map(() => t);
    const question = await created('/api/questions', 'ada', { title: 'Soon to be hidden', body: 'x', tags: ['x'] });
    await site.db.unitOfWork.run(grace, (tx) => site.get(QuestionsFacade).setState(grace, tx, { type: 'question', id: question }, 'hidden'));
    const before = await site.db.query('select count(*) from events.outbox');
    const calls: [string, string, object?][] = [
      ['POST', `/api/questions/${question}/answers`, { body: 'x' }],
      ['PUT', `/api/questions/${question}/vote`, { value: 1 }],
      ['DELETE', `/api/questions/${question}/vote`],
      ['PATCH', `/api/questions/${question}`, { body: 'x' }],
      ['DELETE', `/api/questions/${question}`],
      ['PUT', `/api/questions/${question}/accepted-answer`, { answerId: targets[0]!.answer }],
      ['DELETE', `/api/questions/${question}/accepted-answer`],
      ['POST', `/api/comments?target=question:${question}`, { body: 'x' }],
    ];
    for (const [method, url, body] of calls) expect([method, url, (await api.send(method, url, { as: 'barbara', body })).status]).toEqual([method, url, 404]);
    expect(await site.db.query('select count(*) from events.outbox')).toEqual(before);
  });

  it('should be out of reach of whoever does not own it', async () => {
    const t = await thread('public');
    const calls: [string, string, string, object?, number?][] = [
      ['barbara', 'PATCH', `/api/questions/${t.question}`, { title: 'Taken over by others' }],
      ['barbara', 'DELETE', `/api/questions/${t.question}`],
      ['barbara', 'PUT', `/api/questions/${t.question}/accepted-answer`, { answerId: t.answer }],
      ['barbara', 'DELETE', `/api/questions/${t.question}/accepted-answer`],
      ['grace', 'DELETE', `/api/questions/${t.question}/accepted-answer`],
      ['barbara', 'PATCH', `/api/answers/${t.answer}`, { body: 'Taken over' }],
      ['barbara', 'DELETE', `/api/answers/${t.answer}`],
      ['ada', 'DELETE', `/api/answers/${t.answer}`],
      ['ada', 'PUT', `/api/questions/${t.question}/vote`, { value: 1 }],
      ['alan', 'PUT', `/api/answers/${t.answer}/vote`, { value: 1 }],
      ['barbara', 'PATCH', `/api/comments/${t.onQuestion}`, { body: 'Taken over' }],
      ['barbara', 'DELETE', `/api/comments/${t.onQuestion}`],
      ['alan', 'PUT', `/api/comments/${t.onQuestion}/vote`, { value: 1 }],
      ['ada', 'DELETE', `/api/questions/${t.question}`, undefined, 409],
    ];
    const before = await site.db.query('select count(*) from events.outbox');
    for (const [as, method, url, body, status = 403] of calls) expect([as, method, url, (await api.send(method, url, { as, body })).status]).toEqual([as, method, url, status]);
    expect(await site.db.query('select count(*) from events.outbox')).toEqual(before);
  });
});
