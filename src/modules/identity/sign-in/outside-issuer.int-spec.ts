import { type MemberActor, newId } from '#libs/kernel';
import { FakeClock } from '#libs/testing';
import { MembersFacade } from '#modules/users';
import { IdentityPeople } from '../../../../test/support/identity-people.js';
import { identitySite, type IdentitySite } from '../../../../test/support/identity-site.js';
import { EndFromIssuer } from '../sessions/end-from-issuer.js';
import { EndSession } from '../sessions/end-session.js';
import { IssuerEndings } from '../sessions/issuer-endings.js';
import { PurgeIdentity } from '../sessions/purge-identity.js';
import { SessionRefresh } from '../sessions/session-refresh.js';
import { StartSignIn } from './start-sign-in.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe('an outside issuer', () => {
  const clock = new FakeClock('2026-05-01T12:00:00Z');
  let site: IdentitySite;
  let people: IdentityPeople;

  beforeAll(async () => {
    site = await identitySite({ clock, env: { SESSION_REFRESH_SECONDS: '300', SESSION_UNCONFIRMED_SECONDS: '3600' } });
    people = new IdentityPeople(site);
  });
  afterEach(() => {
    site.signIn.isDown = false;
  });
  afterAll(() => site.close());

  const seconds = (): number => clock.now().getTime() / 1000;

  /** Uses the session when a refresh is due, and waits for that. */
  async function used(secret: string): Promise<MemberActor | null> {
    await people.bySession(secret);
    await site.app.get(SessionRefresh).settled();
    return people.bySession(secret);
  }

  const nameOf = async (id: string): Promise<string> => (await site.app.get(MembersFacade).findById(id))!.displayName;

  describe('that says who somebody is', () => {
    it('should keep the name in step, and leave what the member wrote here until it changes there', async () => {
      const handle = people.newName();
      site.person(handle, { profile: { handle, displayName: 'Ada Byron' } });
      const secret = await people.signIn(handle);
      const { id } = (await people.bySession(secret))!;
      expect(await nameOf(id)).toBe('Ada Byron');
      await site.db.query(`update users.members set display_name = 'Countess' where id = $1`, [id]);
      clock.advance(6 * MINUTE);
      await used(secret);
      expect(await nameOf(id)).toBe('Countess');
      site.person(handle, { profile: { handle, displayName: 'Ada Lovelace', email: `${handle}@example.org`, emailVerified: true } });
      clock.advance(6 * MINUTE);
      await used(secret);
      expect(await nameOf(id)).toBe('Ada Lovelace');
      expect(await site.events('member.updated.v1')).toEqual([{ memberId: id }]);
      expect(await site.db.query('select email, email_verified as verified from identity.identities where member_id = $1', [id])).toEqual([{ email: `${handle}@example.org`, verified: true }]);
    });

    it('should be heard in the fresh token of an app, once for each', async () => {
      const name = people.newName();
      site.person(name, { issuedAt: seconds() });
      expect(await people.byToken(name)).toMatchObject({ role: 'learner' });
      site.person(name, { roles: ['moderator'], issuedAt: seconds() + 1 });
      expect(await people.byToken(name)).toMatchObject({ role: 'moderator' });
      const versions = (): Promise<object[]> => site.db.query('select xmin::text from identity.identities where sub = $1', [site.signIn.people.get(name)!.sub]);
      const before = await versions();
      await people.byToken(name);
      expect(await versions()).toEqual(before);
    });

    it('should not be heard with a token from before the last one', async () => {
      const name = people.newName();
      site.person(name, { roles: ['moderator'], issuedAt: seconds() });
      expect(await people.bySession(await people.signIn(name))).toMatchObject({ role: 'moderator' });
      site.person(name, { roles: ['admin'], issuedAt: seconds() - 60 });
      expect(await people.bySession(await people.signIn(name))).toMatchObject({ role: 'moderator' });
    });

    it('should not give the address away as a handle', async () => {
      const name = people.newName();
      const profile = { handle: `${name}@secret.example`, email: `${name}@secret.example` };
      site.person(name, { profile });
      const { id, handle } = (await people.bySession(await people.signIn(name)))!;
      expect(`${handle} ${await nameOf(id)}`).not.toMatch(/secret|person/);
    });
  });

  describe('that is down', () => {
    it('should be said before a browser is sent there', async () => {
      site.signIn.isDown = true;
      await expect(site.app.get(StartSignIn).execute({ register: false })).rejects.toMatchObject({ code: 'AUTH.SIGN_IN_UNAVAILABLE', options: { retryAfter: expect.any(Number) } });
    });

    it('should leave sessions for as long as is configured, and not much longer', async () => {
      const name = people.newName();
      site.person(name);
      const secret = await people.signIn(name);
      const { id, sessionId } = (await people.bySession(secret))!;
      site.signIn.isDown = true;
      for (const wait of [6, 30, 20]) {
        clock.advance(wait * MINUTE);
        expect(await used(secret)).not.toBeNull();
      }
      clock.advance(10 * MINUTE);
      expect(await used(secret)).toBeNull();
      expect(await site.events('session.revoked.v1')).toContainEqual({ memberId: id, sessionId });
      expect(site.logger.lines).toContainEqual(expect.objectContaining({ level: 'warn', message: 'a session ended because the issuer could not be asked for too long' }));
    });

    it('should be told of a log-out when it is back', async () => {
      const name = people.newName();
      site.person(name);
      const secret = await people.signIn(name);
      const { sessionId } = (await people.bySession(secret))!;
      site.signIn.isDown = true;
      await site.app.get(EndSession).bySecret(secret);
      expect(await people.bySession(secret)).toBeNull();
      expect(JSON.stringify(await site.db.query(`select type, data from events.outbox where kind = 'job'`))).toContain(sessionId);
      await expect(site.app.get(IssuerEndings).tellOf(sessionId!)).rejects.toMatchObject({ code: 'AUTH.SIGN_IN_UNAVAILABLE' });
      site.signIn.isDown = false;
      await site.app.get(IssuerEndings).tellOf(sessionId!);
      expect(site.signIn.ended).toContain(name);
      await site.app.get(IssuerEndings).tellOf(newId());
    });

    it('should start the time anew with each answer', async () => {
      const name = people.newName();
      site.person(name);
      const secret = await people.signIn(name);
      for (let hour = 0; hour < 3; hour++) {
        clock.advance(50 * MINUTE);
        expect(await used(secret)).not.toBeNull();
      }
      site.signIn.isDown = true;
      clock.advance(50 * MINUTE);
      expect(await used(secret)).not.toBeNull();
    });
  });

  describe('that tells of a log-out', () => {
    const tell = (token: string): Promise<void> => site.app.get(EndFromIssuer).execute(token);
    const notice = (jti: string, about: { sid?: string; sub?: string }): string => {
      site.signIn.notices.set(jti, { issuerKey: site.signIn.issuerKey, jti, expiresAt: new Date(clock.now().getTime() + 2 * MINUTE), ...about });
      return jti;
    };

    it('should end the sessions and tokens of that sign-in, and no other', async () => {
      const name = people.newName();
      const { sid } = site.person(name);
      const secret = await people.signIn(name);
      const { id, sessionId } = (await people.bySession(secret))!;
      site.person(name, { sid: newId() });
      const other = await people.signIn(name);
      const app = people.newName();
      site.person(app, { ...site.signIn.people.get(name), sid });
      expect(await people.byToken(app)).toMatchObject({ id });
      await tell(notice('by-sid', { sid }));
      expect(await people.bySession(secret)).toBeNull();
      expect(await people.bySession(other)).not.toBeNull();
      await expect(people.byToken(app)).rejects.toMatchObject({ code: 'AUTH.TOKEN_INVALID' });
      expect(await site.events('session.revoked.v1')).toContainEqual({ memberId: id, sessionId });
    });

    it('should end all of a person without a sid', async () => {
      const name = people.newName();
      const { sub } = site.person(name);
      const secrets = [await people.signIn(name), await people.signIn(name)];
      await tell(notice('by-sub', { sub }));
      for (const secret of secrets) expect(await people.bySession(secret)).toBeNull();
    });

    it('should be heard once, also when it says so many times at once', async () => {
      const { sid } = site.person(people.newName());
      const results = await Promise.allSettled(Array.from({ length: 10 }, () => tell(notice('once', { sid }))));
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      clock.advance(25 * HOUR);
      await site.app.get(PurgeIdentity).execute();
      expect(await site.db.query(`select jti from identity.logout_notices where jti = 'once'`)).toEqual([]);
    });

    it('should not be taken from somebody else', async () => {
      await expect(tell('made-up')).rejects.toMatchObject({ code: 'AUTH.TOKEN_INVALID' });
    });
  });
});

it('should know no log-outs from outside when the issuer is built in', async () => {
  const site = await identitySite({ outside: false });
  await expect(site.app.get(EndFromIssuer).execute('x')).rejects.toMatchObject({ code: 'RESOURCE.NOT_FOUND' });
  await site.close();
});
