import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '#libs/events/testing';
import { closeListeners, LiveListener } from '../support/live-listener.js';
import { sharedCairn } from '../support/shared-cairn.js';
import { callApi, newPerson, register, type SignedIn } from '../support/sign-in.js';
import { cairnCli } from '../support/start-cairn.js';

const cairn = sharedCairn();
const site = cairn.url;
const WORD = 'xylobandicoot';

interface Item {
  id: string;
  state: string;
  answerCount: number;
}
type Items = { items: Item[] };

let author: SignedIn;
let answerer: SignedIn;
let stranger: SignedIn;
let moderator: string;

async function moderatorToken(): Promise<string> {
  const { handle, email } = newPerson('mod');
  await cairnCli(cairn, ['user', 'create', '--handle', handle, '--email', email, '--role', 'moderator', '--json']);
  return (JSON.parse(await cairnCli(cairn, ['token', 'create', '--user', handle, '--scope', 'write,moderate', '--json'])) as { token: string }).token;
}

beforeAll(async () => {
  [author, answerer, stranger, moderator] = await Promise.all([
    register(site, newPerson('mod-author')),
    register(site, newPerson('mod-answerer')),
    register(site, newPerson('mod-stranger')),
    moderatorToken(),
  ]);
});
afterEach(closeListeners);

const asGuest = <T>(path: string): Promise<{ status: number; body: T }> => callApi<T>(site + path, 'GET', {});
const asModerator = <T>(method: string, path: string, body?: unknown): Promise<{ status: number; body: T }> =>
  callApi<T>(site + path, method, { authorization: `Bearer ${moderator}` }, body);
const setState = (answerId: string, state: 'hidden' | 'live'): Promise<{ status: number }> =>
  asModerator('PUT', `/api/admin/answers/${answerId}/state`, { state, reason: 'Not an answer' });

async function made(who: SignedIn, path: string, body: object): Promise<{ id: string; slug: string }> {
  const { status, body: thing } = await who.call<{ id: string; slug: string }>('POST', path, body);
  expect(status).toBe(201);
  return thing;
}

async function found(by: (path: string) => Promise<{ body: Items }> = asGuest): Promise<string[]> {
  return (await by(`/api/search?q=${WORD}&limit=100`)).body.items.map((item) => item.id);
}

/** Every place a guest can come across the answer. */
async function sightings(question: { id: string; slug: string }, answerId: string): Promise<string[]> {
  const page = await (await fetch(`${site}/questions/${question.id}/${question.slug}`, { headers: { accept: 'text/html' } })).text();
  const [list, shown, own, profile, results] = await Promise.all([
    asGuest<Items>(`/api/questions/${question.id}/answers`),
    asGuest<Item>(`/api/questions/${question.id}`),
    asGuest<Items>('/api/questions?sort=new'),
    asGuest<Item>(`/api/users/${answerer.person.handle}`),
    found(),
  ]);
  const places: Record<string, boolean> = {
    'web page': page.includes(WORD),
    'answers': list.body.items.some((item) => item.id === answerId),
    'count on the question': shown.body.answerCount > 0,
    'count in the list': own.body.items.find((item) => item.id === question.id)!.answerCount > 0,
    'count on the profile': profile.body.answerCount > 0,
    'search': results.includes(answerId),
    'its address': (await asGuest(`/api/answers/${answerId}`)).status === 200,
  };
  return Object.keys(places).filter((place) => places[place]);
}

describe('a moderator', () => {
  it('should make an answer vanish everywhere at once, and only its author and moderators still see it, marked', async () => {
    const question = await made(author, '/api/questions', { title: 'What will a moderator hide today?', body: 'Something.', tags: ['moderation'] });
    const { id } = await made(answerer, `/api/questions/${question.id}/answers`, { body: `The ${WORD} of course.` });
    await until(async () => (await found()).includes(id));
    // Twice: the second time guests are answered from the cache.
    await sightings(question, id);
    expect(await sightings(question, id)).toEqual(['web page', 'answers', 'count on the question', 'count in the list', 'count on the profile', 'search', 'its address']);
    const guest = await LiveListener.connect(site);
    await guest.join(`question:${question.id}`);

    expect((await setState(id, 'hidden')).status).toBe(200);

    expect(await sightings(question, id)).toEqual([]);
    const heard = await guest.hear('answer.state_changed.v1', ({ data }) => data.answerId === id);
    expect(heard.data).toMatchObject({ from: 'live', to: 'hidden' });
    expect(JSON.stringify(heard)).not.toContain('actorId');
    expect((await stranger.call<Items>('GET', `/api/questions/${question.id}/answers`)).body.items).toEqual([]);
    expect((await answerer.call<Items>('GET', `/api/questions/${question.id}/answers`)).body.items).toMatchObject([{ id, state: 'hidden' }]);
    expect((await asModerator<Items>('GET', `/api/questions/${question.id}/answers`)).body.items).toMatchObject([{ id, state: 'hidden' }]);

    expect((await setState(id, 'live')).status).toBe(200);
    // An index may only now show that it was hidden, and a moment later that it is back.
    await until(async () => (await sightings(question, id)).length === 7);
    const { body: audit } = await asModerator<{ items: { action: string; target: string }[] }>('GET', `/api/admin/audit?target=answer:${id}`);
    expect(audit.items.map((entry) => entry.action)).toEqual(['answer.restore', 'answer.hide']);
  });

  it('should cut a suspended member off everywhere, and let them back in', async () => {
    const { body: token } = await stranger.call<{ token: string }>('POST', '/api/tokens', { name: 'script', scopes: ['read', 'write'] });
    const byToken = (): Promise<{ status: number; body: { code?: string } }> => callApi(`${site}/api/users/me`, 'GET', { authorization: `Bearer ${token.token}` });
    expect((await byToken()).status).toBe(200);
    const live = await LiveListener.connect(site, { cookie: stranger.cookie, origin: new URL(site).origin });
    await live.join('user');

    expect((await asModerator('POST', `/api/admin/users/${stranger.person.handle}/suspend`, { reason: 'Spam' })).status).toBe(200);

    expect(await byToken()).toMatchObject({ status: 403, body: { code: 'AUTH.SUSPENDED' } });
    expect(await stranger.call('GET', '/api/users/me')).toMatchObject({ status: 403, body: { code: 'AUTH.SUSPENDED', reason: 'Spam' } });
    await until(() => live.ending !== null);
    await expect(LiveListener.connect(site, { cookie: stranger.cookie, origin: new URL(site).origin })).rejects.toBeDefined();

    expect((await asModerator('POST', `/api/admin/users/${stranger.person.handle}/restore`, { reason: 'Explained' })).status).toBe(200);
    expect((await byToken()).status).toBe(200);
  });

  it('should let a suspension end by itself', async () => {
    const end = new Date(Date.now() + 1_500).toISOString();
    expect((await asModerator('POST', `/api/admin/users/${answerer.person.handle}/suspend`, { reason: 'Cool down', until: end })).status).toBe(200);
    expect((await answerer.call('GET', '/api/users/me')).status).toBe(403);
    await sleep(1_600);
    expect((await answerer.call('GET', '/api/users/me')).status).toBe(200);
  });
});
