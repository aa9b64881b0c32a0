import { systemContext } from '#libs/kernel';
import { JobRegistry } from '#libs/jobs';
import { AccountDirectory } from '#libs/sign-in';
import { FakeClock } from '#libs/testing';
import { UnitOfWork } from '#libs/persistence';
import { identitySite, type IdentitySite } from '../../../../test/support/identity-site.js';
import { Authenticator } from '../authentication/authenticator.js';
import { IdentitiesRepository } from '../sign-in/identities.repository.js';
import { OnMemberErased } from '../worker/on-member-erased.js';
import { CreateToken } from './create-token.js';
import { CreateUser, madeUpPassword } from './create-user.js';

describe('the commands of identity', () => {
  const clock = new FakeClock('2026-05-01T12:00:00Z');
  let site: IdentitySite;
  let createUser: CreateUser;
  let createToken: CreateToken;

  beforeAll(async () => {
    site = await identitySite({ clock, outside: false });
    createUser = site.app.get(CreateUser);
    createToken = site.app.get(CreateToken);
  });

  afterAll(() => site.close());

  const actorOf = (token: string) => site.app.get(Authenticator).authenticate({ authorization: `Bearer ${token}`, ip: '127.0.0.1' });

  it('should make a user with a role, who is linked to an account', async () => {
    const { memberId, password } = await createUser.execute({ handle: 'root', email: 'Root@Example.org', displayName: 'The root', role: 'admin' });
    expect(password).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/);
    const account = await site.app.get(AccountDirectory).find({ email: 'root@example.org' });
    expect(account).toMatchObject({ emailVerified: true });
    await expect(site.app.get(IdentitiesRepository).find('builtin', account!.sub)).resolves.toMatchObject({ memberId });
    await expect(site.app.get(IdentitiesRepository).emailOf(memberId)).resolves.toBe('root@example.org');
  });

  it('should keep a password that was given to itself', async () => {
    await expect(createUser.execute({ handle: 'given', email: 'given@example.org', role: 'learner', password: 'glacier umbrella tin' })).resolves.toEqual({
      memberId: expect.any(String),
      handle: 'given',
      password: undefined,
    });
  });

  it.each([
    [{ handle: 'Root' }, 'IDENTITY.HANDLE_REFUSED'],
    [{ handle: 'root' }, 'IDENTITY.HANDLE_REFUSED'],
    [{ handle: 'admin' }, 'IDENTITY.HANDLE_REFUSED'],
    [{ email: 'ROOT@example.org' }, 'AUTH.ACCOUNT_EXISTS'],
    [{ password: 'password123' }, 'AUTH.PASSWORD_REFUSED'],
  ])('should refuse %j', async (change, code) => {
    const user = { handle: 'fresh', email: 'fresh@example.org', role: 'learner' as const, ...change };
    await expect(createUser.execute(user)).rejects.toMatchObject({ code });
  });

  it('should leave no account behind when the member cannot be made', async () => {
    const users = await Promise.allSettled([1, 2, 3].map((n) => createUser.execute({ handle: 'contested', email: `contested${n}@example.org`, role: 'learner' })));
    expect(users.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const rows = await site.db.query(`select 1 from sign_in.accounts where email like 'contested%'`);
    expect(rows).toHaveLength(1);
  });

  it('should make up passwords that differ', () => {
    expect(new Set(Array.from({ length: 50 }, madeUpPassword)).size).toBe(50);
  });

  it('should make tokens that work, within the role', async () => {
    const { token } = await createToken.execute({ handle: 'given', scopes: ['write'] });
    await expect(actorOf(token)).resolves.toMatchObject({ via: 'pat', actor: { handle: 'given', scopes: ['read', 'write'] } });
    await expect(createToken.execute({ handle: 'given', scopes: ['moderate'] })).rejects.toMatchObject({ code: 'IDENTITY.SCOPE_REFUSED' });
    await expect(createToken.execute({ handle: 'nobody-here', scopes: ['read'] })).rejects.toMatchObject({ code: 'IDENTITY.MEMBER_UNKNOWN' });
  });

  it('should stop at fifty tokens, also when they are made at once', async () => {
    await createUser.execute({ handle: 'collector', email: 'collector@example.org', role: 'learner' });
    const made = await Promise.allSettled(Array.from({ length: 60 }, () => createToken.execute({ handle: 'collector', scopes: ['read'] })));
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(50);
    expect(made.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'IDENTITY.TOKEN_LIMIT' } });
  });

  it('should forget an erased member: account, sessions, tokens, and a day later the link', async () => {
    const { memberId } = await createUser.execute({ handle: 'leaving', email: 'leaving@example.org', role: 'learner' });
    const { token } = await createToken.execute({ handle: 'leaving', scopes: ['read'] });
    const event = { seq: 1, id: memberId, type: 'member.state_changed.v1', subject: `user:${memberId}`, at: clock.now(), data: { memberId, from: 'active', to: 'erased', actorId: memberId } };
    await site.app.get(UnitOfWork).run(systemContext('test'), (tx) => site.app.get(OnMemberErased).handle([event], tx));
    await expect(actorOf(token)).rejects.toMatchObject({ code: 'AUTH.TOKEN_INVALID' });
    await expect(site.app.get(AccountDirectory).find({ email: 'leaving@example.org' })).resolves.toBeNull();
    const purge = site.app.get(JobRegistry).jobs().find(({ definition }) => definition.name === 'identity.purge')!;
    const links = async (): Promise<number> => (await site.app.get(IdentitiesRepository).ofMember(memberId)).length;
    await purge.handler({}, { id: 'a', attempt: 1 });
    expect(await links()).toBe(1);
    clock.advance(25 * 3600_000);
    await purge.handler({}, { id: 'b', attempt: 1 });
    expect(await links()).toBe(0);
  });
});
