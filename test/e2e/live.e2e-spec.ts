import { z } from 'zod';
import { until } from '#libs/events/testing';
import { closeListeners, type LiveEvent, LiveListener } from '../support/live-listener.js';
import { sharedCairn } from '../support/shared-cairn.js';
import { callApi, logIn, newPerson, register, type SignedIn } from '../support/sign-in.js';
import { cairnCli } from '../support/start-cairn.js';

const cairn = sharedCairn();
const site = cairn.url;
let ada: SignedIn;
let bob: SignedIn;
let moderator: string;

async function moderatorToken(): Promise<string> {
  const { handle, email } = newPerson('live-mod');
  await cairnCli(cairn, ['user', 'create', '--handle', handle, '--email', email, '--role', 'moderator', '--json']);
  return (JSON.parse(await cairnCli(cairn, ['token', 'create', '--user', handle, '--scope', 'write,moderate', '--json'])) as { token: string }).token;
}

beforeAll(async () => {
  [ada, bob, moderator] = await Promise.all([register(site, newPerson('live-ada')), register(site, newPerson('live-bob')), moderatorToken()]);
});
afterEach(closeListeners);

async function ask(more: Record<string, unknown> = {}): Promise<string> {
  const { status, body } = await ada.call<{ id: string }>('POST', '/api/questions', { title: 'What is heard on the live channel?', body: 'Everything?', tags: ['live'], ...more });
  expect(status).toBe(201);
  return body.id;
}

async function answer(questionId: string, body = 'An answer'): Promise<string> {
  const { status, body: made } = await bob.call<{ id: string }>('POST', `/api/questions/${questionId}/answers`, { body });
  expect(status).toBe(201);
  return made.id;
}

const asModerator = (method: string, path: string, body?: unknown) => callApi(site + path, method, { authorization: `Bearer ${moderator}` }, body);
const hide = (questionId: string) => asModerator('PUT', `/api/admin/questions/${questionId}/state`, { state: 'hidden', reason: 'for the test' });

describe('the live channel', () => {
  it('should tell everybody on a page what happens there: guest, member by cookie, moderator by token', async () => {
    const id = await ask();
    const listeners = await Promise.all([LiveListener.connect(site), LiveListener.connect(site, { cookie: bob.cookie, origin: new URL(site).origin }), LiveListener.connect(site, { token: moderator })]);
    for (const listener of listeners) await listener.join(`question:${id}`);
    const answerId = await answer(id);
    for (const listener of listeners) {
      const heard = await listener.hear('answer.posted.v1');
      expect(heard).toMatchObject({ room: `question:${id}`, data: { questionId: id, answerId } });
    }
  });

  it('should tell of votes, acceptance, comments and edits, but not who voted', async () => {
    const id = await ask();
    const guest = await LiveListener.connect(site);
    await guest.join(`question:${id}`);
    const answerId = await answer(id);
    await ada.call('PUT', `/api/answers/${answerId}/vote`, { value: 1 });
    await ada.call('PUT', `/api/questions/${id}/accepted-answer`, { answerId });
    await ada.call('POST', `/api/comments?target=answer:${answerId}`, { body: 'Thank you' });
    await ada.call('PATCH', `/api/questions/${id}`, { body: 'Everything, really?' });
    const vote = await guest.hear('vote.cast.v1');
    expect(vote.data).toEqual({ questionId: id, targetType: 'answer', targetId: answerId, value: 1, previous: 0 });
    await guest.hear('answer.accepted.v1', ({ data }) => data.answerId === answerId);
    await guest.hear('comment.posted.v1', ({ data }) => data.rootId === id && data.targetId === answerId);
    await guest.hear('question.edited.v1');
    const seqs = guest.events().map(({ seq }) => seq);
    expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
  });

  it('should send again what a client missed', async () => {
    const id = await ask();
    const first = await LiveListener.connect(site);
    await first.join(`question:${id}`);
    const answers = [await answer(id, 'one'), await answer(id, 'two'), await answer(id, 'three')];
    const seen = await first.hear('answer.posted.v1', ({ data }) => data.answerId === answers[0]);
    await first.hear('answer.posted.v1', ({ data }) => data.answerId === answers[2]);
    const later = await LiveListener.connect(site);
    await later.join(`question:${id}`, seen.seq);
    expect(later.events().map(({ data }) => data.answerId)).toEqual(answers.slice(1));
  });

  it('should take out whoever may no longer see a hidden question, and let nobody else in', async () => {
    const id = await ask();
    const [guest, author, grace] = await Promise.all([LiveListener.connect(site), LiveListener.connect(site, { cookie: ada.cookie }), LiveListener.connect(site, { token: moderator })]);
    for (const listener of [guest, author, grace]) await listener.join(`question:${id}`);
    expect((await hide(id)).status).toBe(200);
    await until(() => guest.heard.find(({ name }) => name === 'left'));
    expect(guest.heard).toEqual([{ name: 'left', message: { room: `question:${id}`, reason: 'forbidden' } }]);
    await grace.hear('question.state_changed.v1', ({ data }) => data.to === 'hidden');
    await author.hear('question.state_changed.v1');
    const refused = await guest.send('join', { room: `question:${id}` });
    expect(refused.problem).toMatchObject({ code: 'RESOURCE.NOT_FOUND', status: 404 });
  });

  it('should tell members only of questions for members', async () => {
    const [guest, member] = await Promise.all([LiveListener.connect(site), LiveListener.connect(site, { cookie: bob.cookie })]);
    for (const listener of [guest, member]) await listener.join('feed');
    const forMembers = await ask({ audience: 'members' });
    const forAll = await ask();
    await guest.hear('question.asked.v1', ({ data }) => data.questionId === forAll);
    await member.hear('question.asked.v1', ({ data }) => data.questionId === forAll);
    const heard = (listener: LiveListener) => listener.events('question.asked.v1').map(({ data }) => data.questionId);
    expect(heard(member)).toContain(forMembers);
    expect(heard(guest)).not.toContain(forMembers);
    expect((await guest.send('join', { room: `question:${forMembers}` })).problem).toMatchObject({ status: 404 });
    expect((await guest.send('join', { room: 'user' })).problem).toMatchObject({ code: 'AUTH.SIGN_IN_REQUIRED', status: 401 });
  });

  it('should cut a session that is ended, and a token that is deleted', async () => {
    const here = await logIn(site, bob.person);
    const { body: token } = await here.call<{ id: string; token: string }>('POST', '/api/tokens', { name: 'live', scopes: ['read'] });
    const [byCookie, byToken] = await Promise.all([LiveListener.connect(site, { cookie: here.cookie }), LiveListener.connect(site, { token: token.token })]);
    for (const listener of [byCookie, byToken]) await listener.join('user');
    await here.call('DELETE', `/api/tokens/${token.id}`);
    await here.call('POST', '/auth/logout');
    for (const listener of [byCookie, byToken]) {
      await until(() => listener.ending);
      expect(listener.ending).toBe('io server disconnect');
      expect(listener.heard.at(-1)).toEqual({ name: 'ended', message: { reason: 'session-ended' } });
    }
  });

  it('should refuse a bad token, and a cookie that another site makes the browser send', async () => {
    await expect(LiveListener.connect(site, { token: 'cairn_pat_nonsense' })).rejects.toMatchObject({ code: 'AUTH.TOKEN_INVALID', status: 401 });
    await expect(LiveListener.connect(site, { cookie: ada.cookie, origin: 'https://evil.example' })).rejects.toBeDefined();
  });

  it('should send what its AsyncAPI document says', async () => {
    const { body } = await callApi<{ asyncapi: string; channels: { live: { messages: Record<string, { payload: Record<string, unknown> }> } } }>(`${site}/api/asyncapi.json`, 'GET', {});
    expect(body.asyncapi).toBe('3.0.0');
    const listener = await LiveListener.connect(site, { token: moderator });
    await listener.join('feed');
    const id = await ask();
    await listener.join(`question:${id}`);
    const answerId = await answer(id);
    await ada.call('PUT', `/api/answers/${answerId}/vote`, { value: 1 });
    await listener.hear('vote.cast.v1');
    const mismatched = (event: LiveEvent) => !z.fromJSONSchema(body.channels.live.messages[event.type]!.payload).safeParse(event).success;
    expect(listener.events().length).toBeGreaterThanOrEqual(3);
    expect(listener.events().filter(mismatched)).toEqual([]);
  });
});
