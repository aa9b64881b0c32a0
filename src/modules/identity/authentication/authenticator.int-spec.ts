import { guestContext, newId, systemContext } from '#libs/kernel';
import { UnitOfWork } from '#libs/persistence';
import { FakeClock } from '#libs/testing';
import { MembersFacade } from '#modules/users';
import { IdentityPeople } from '../../../../test/support/identity-people.js';
import { identitySite, type IdentitySite } from '../../../../test/support/identity-site.js';
import { CreateToken } from '../commands/create-token.js';
import { EndSession } from '../sessions/end-session.js';
import { SessionRefresh } from '../sessions/session-refresh.js';
import { Authenticator } from './authenticator.js';
import { EndedCredentials } from './ended-credentials.repository.js';

const ip = '192.0.2.1';
const HOUR = 3600_000;

describe('Authenticator', () => {
  const clock = new FakeClock('2026-05-01T12:00:00Z');
  let site: IdentitySite;
  let people: IdentityPeople;

  beforeAll(async () => {
    site = await identitySite({ clock, env: { SESSION_IDLE_SECONDS: '7200', SESSION_MAX_SECONDS: '36000', SESSION_REFRESH_SECONDS: '300' } });
    people = new IdentityPeople(site);
  });

  afterAll(() => site.close());

  const change = (sql: string, ...params: unknown[]): Promise<object[]> => site.db.query(sql, params);

  it('should read role and state from the member row with every request', async () => {
    const name = people.newName();
    site.person(name);
    const secret = await people.signIn(name);
    const token = (await site.app.get(CreateToken).execute({ handle: name, scopes: ['read'] })).token;
    const actor = await people.bySession(secret);
    expect(actor).toMatchObject({ handle: name, role: 'learner', scopes: ['read', 'write', 'moderate', 'admin'] });
    await change('update users.members set role = $1, handle = $2 where id = $3', 'admin', `${name}-x`, actor!.id);
    for (const now of [await people.bySession(secret), await people.byToken(name), await people.byToken(token)]) expect(now).toMatchObject({ role: 'admin', handle: `${name}-x` });
  });

  it('should refuse a suspended member by every credential, with end and reason, until it is over', async () => {
    const name = people.newName();
    site.person(name);
    const secret = await people.signIn(name);
    const { token } = await site.app.get(CreateToken).execute({ handle: name, scopes: ['read'] });
    const { id, sessionId } = (await people.bySession(secret))!;
    const until = new Date(clock.now().getTime() + HOUR);
    const suspend = (end: Date | null) => site.app.get(UnitOfWork).run(systemContext('test'), (tx) => site.app.get(MembersFacade).suspend(tx, { kind: 'system', name: 'test' }, id, 'spam', end));
    await suspend(until);
    const refused = { code: 'AUTH.SUSPENDED', definition: { kind: 'forbidden' }, options: { extensions: { until: until.toISOString(), reason: 'spam' } } };
    for (const attempt of [() => people.bySession(secret), () => people.byToken(name), () => people.byToken(token), () => people.signIn(name)]) await expect(attempt()).rejects.toMatchObject(refused);
    await expect(site.app.get(EndedCredentials).find({ sessions: [sessionId!], tokens: [] })).resolves.toEqual({ sessions: [sessionId], tokens: [] });
    clock.advance(HOUR);
    expect(await people.bySession(secret)).toMatchObject({ handle: name });
    await suspend(null);
    await expect(people.bySession(secret)).rejects.toMatchObject({ options: { extensions: { until: null, reason: 'spam' } } });
    await site.app.get(EndSession).bySecret(secret);
    expect(await people.bySession(secret)).toBeNull();
  });

  it('should let a session end by disuse, and by age', async () => {
    const name = people.newName();
    site.person(name);
    const idle = await people.signIn(name);
    const busy = await people.signIn(name);
    for (let hours = 1; hours <= 9; hours++) {
      clock.advance(HOUR);
      expect(await people.bySession(busy)).not.toBeNull();
      if (hours === 3) expect(await people.bySession(idle)).toBeNull();
    }
    clock.advance(HOUR);
    expect(await people.bySession(busy)).toBeNull();
  });

  it('should note "last seen" once a minute at most', async () => {
    const name = people.newName();
    site.person(name);
    const secret = await people.signIn(name);
    const seen = async () => (await site.db.query<{ at: Date }>('select last_seen_at as at from identity.sessions where id = $1', [(await people.bySession(secret))!.sessionId]))[0]!.at;
    const start = clock.now();
    clock.advance(30_000);
    expect(await seen()).toEqual(start);
    clock.advance(31_000);
    expect(await seen()).toEqual(clock.now());
  });

  it('should cut a personal token down with its owner, and let it run out', async () => {
    const name = people.newName();
    site.person(name, { roles: ['admin'] });
    await people.signIn(name);
    const { token } = await site.app.get(CreateToken).execute({ handle: name, scopes: ['moderate', 'admin'], expiresInDays: 1 });
    expect(await people.byToken(token)).toMatchObject({ role: 'admin', scopes: ['read', 'moderate', 'admin'] });
    await change(`update users.members set role = 'moderator' where handle = $1`, name);
    expect(await people.byToken(token)).toMatchObject({ scopes: ['read', 'moderate'] });
    await change(`update users.members set role = 'learner' where handle = $1`, name);
    expect(await people.byToken(token)).toMatchObject({ scopes: ['read'] });
    clock.advance(24 * HOUR + 1);
    await expect(people.byToken(token)).rejects.toMatchObject({ code: 'AUTH.TOKEN_INVALID' });
  });

  describe('when an app comes first', () => {
    it('should make one member of twenty requests at once', async () => {
      const name = people.newName();
      site.person(name);
      const actors = await Promise.all(Array.from({ length: 20 }, () => people.byToken(name)));
      expect(new Set(actors.map(({ id }) => id)).size).toBe(1);
      const rows = await site.db.query('select 1 from identity.sessions where member_id = $1', [actors[0]!.id]);
      expect(rows).toHaveLength(1);
      expect((await site.events('member.registered.v1')).filter(({ memberId }) => memberId === actors[0]!.id)).toHaveLength(1);
    });

    it('should give ten people of one name ten handles', async () => {
      const names = Array.from({ length: 10 }, () => people.newName());
      for (const name of names) site.person(name, { profile: { handle: 'Émile Zola', displayName: 'Émile Zola' } });
      const actors = await Promise.all(names.map((name) => people.byToken(name)));
      const handles = new Set(actors.map(({ handle }) => handle));
      expect(handles.size).toBe(10);
      expect(handles).toContain('emile-zola');
    });

    it('should not take reserved words, and find something for no name at all', async () => {
      const [reserved, nameless] = [people.newName(), people.newName()];
      site.person(reserved, { profile: { handle: 'admin' } });
      site.person(nameless, { profile: {} });
      expect(await people.byToken(reserved)).toMatchObject({ handle: 'admin-2' });
      expect(await people.byToken(nameless)).toMatchObject({ handle: expect.stringMatching(/^member-/) });
    });

    it('should not bring an erased member back by a token that is still in flight', async () => {
      const name = people.newName();
      site.person(name);
      const { id } = await people.byToken(name);
      await change(`update users.members set state = 'erased', handle = 'erased-' || id where id = $1`, id);
      await expect(people.byToken(name)).rejects.toMatchObject({ code: 'AUTH.TOKEN_INVALID' });
    });
  });

  describe('when an outside issuer decides', () => {
    const settled = () => site.app.get(SessionRefresh).settled();

    it('should take its role over at the log-in and at each refresh', async () => {
      const name = people.newName();
      site.person(name, { roles: ['moderator', 'offline_access'] });
      const secret = await people.signIn(name);
      expect(await people.bySession(secret)).toMatchObject({ role: 'moderator' });
      site.person(name, { roles: [] });
      clock.advance(301_000);
      await people.bySession(secret);
      await settled();
      expect(await people.bySession(secret)).toMatchObject({ role: 'learner' });
      site.person(name, { roles: ['admin'] });
      const again = await people.signIn(name);
      expect(await people.bySession(again)).toMatchObject({ role: 'admin' });
    });

    it('should refresh once for many requests at once', async () => {
      const name = people.newName();
      site.person(name);
      const secret = await people.signIn(name);
      clock.advance(301_000);
      const before = site.signIn.refreshes;
      await Promise.all(Array.from({ length: 20 }, () => people.bySession(secret)));
      await settled();
      await people.bySession(secret);
      await settled();
      expect(site.signIn.refreshes - before).toBe(1);
    });

    it('should end the session when the issuer has ended its own, and tell', async () => {
      const name = people.newName();
      site.person(name);
      const secret = await people.signIn(name);
      const { sessionId, id } = (await people.bySession(secret))!;
      site.signIn.people.delete(name);
      clock.advance(301_000);
      await people.bySession(secret);
      await settled();
      expect(await people.bySession(secret)).toBeNull();
      expect(await site.events('session.revoked.v1')).toContainEqual({ memberId: id, sessionId });
    });

    it('should let sessions go on while the issuer is down, log-outs included', async () => {
      const name = people.newName();
      site.person(name);
      const secret = await people.signIn(name);
      site.signIn.isDown = true;
      clock.advance(301_000);
      expect(await people.bySession(secret)).not.toBeNull();
      await settled();
      expect(await people.bySession(secret)).not.toBeNull();
      await site.app.get(EndSession).bySecret(secret);
      expect(await people.bySession(secret)).toBeNull();
      expect(site.logger.lines).toContainEqual(expect.objectContaining({ level: 'warn', message: 'issuer could not be told of a log-out' }));
      site.signIn.isDown = false;
    });
  });

  it('should take an end of a sign-in that was never seen here for what it is', async () => {
    const name = people.newName();
    const { issuerKey, sid } = site.person(name);
    await change('insert into identity.ended_sign_ins (issuer_key, sid, ended_at) values ($1, $2, now())', issuerKey, sid);
    await expect(people.byToken(name)).rejects.toMatchObject({ code: 'AUTH.TOKEN_INVALID' });
  });

  it('should know which of many credentials have ended', async () => {
    const name = people.newName();
    site.person(name);
    const [one, two] = [await people.signIn(name), await people.signIn(name)];
    const standing = (await people.bySession(one))!.sessionId!;
    const ended = (await people.bySession(two))!.sessionId!;
    await site.app.get(EndSession).bySecret(two);
    const unknown = newId();
    await expect(site.app.get(EndedCredentials).find({ sessions: [standing, ended, unknown], tokens: [unknown] })).resolves.toEqual({ sessions: [ended, unknown], tokens: [unknown] });
  });

  it('should take nobody for a guest with an empty header', async () => {
    for (const credentials of [{ ip }, { ip, authorization: '' }, { ip, sessionCookie: '' }]) {
      await expect(site.app.get(Authenticator).authenticate(credentials)).resolves.toEqual({ actor: guestContext().actor, via: 'none' });
    }
  });
});
