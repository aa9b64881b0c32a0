import { randomUUID } from 'node:crypto';
import { systemContext } from '#libs/kernel';
import type { UnitOfWork } from '#libs/persistence';
import type { AccountDirectory } from '../src/account-directory.port.js';

export interface AccountDirectoryUnderTest {
  accounts: AccountDirectory;
  unitOfWork: UnitOfWork;
  /** True when this address and password get past the issuer's log-in form. */
  canLogIn(who: { email: string; password: string }): Promise<boolean>;
  close(): Promise<void>;
}

const PASSWORD = 'glacier umbrella tin';
const OTHER = 'seven quiet harbours';

/** What the CLI, the demo community and erasure rely on. */
export function describeAccountDirectoryContract(name: string, make: () => Promise<AccountDirectoryUnderTest>): void {
  describe(`AccountDirectory: ${name}`, () => {
    let subject: AccountDirectoryUnderTest;

    beforeAll(async () => {
      subject = await make();
    });

    afterAll(() => subject.close());

    async function newAccount() {
      const email = `person-${randomUUID()}@example.org`;
      return { email, sub: await subject.accounts.createAccount({ email, password: PASSWORD, emailVerified: true }) };
    }

    it('should make an account that can log in, and find it by address and sub', async () => {
      const { email, sub } = await newAccount();
      const expected = { sub, email, emailVerified: true, createdAt: expect.any(Date) };
      await expect(subject.accounts.find({ email })).resolves.toEqual(expected);
      await expect(subject.accounts.find({ email: email.toUpperCase() })).resolves.toEqual(expected);
      await expect(subject.accounts.find({ sub })).resolves.toEqual(expected);
      await expect(subject.canLogIn({ email, password: PASSWORD })).resolves.toBe(true);
    });

    it('should find nobody under an unknown address or sub', async () => {
      await expect(subject.accounts.find({ email: 'nobody@example.org' })).resolves.toBeNull();
      await expect(subject.accounts.find({ sub: 'no-such-sub' })).resolves.toBeNull();
      await expect(subject.accounts.find({ sub: randomUUID() })).resolves.toBeNull();
    });

    it('should refuse an address twice, in any case', async () => {
      const { email } = await newAccount();
      const again = { email: email.toUpperCase(), password: PASSWORD, emailVerified: false };
      await expect(subject.accounts.createAccount(again)).rejects.toMatchObject({ code: 'AUTH.ACCOUNT_EXISTS' });
    });

    it('should make one account of twenty attempts at once', async () => {
      const account = { email: `race-${randomUUID()}@example.org`, password: PASSWORD, emailVerified: false };
      const results = await Promise.allSettled(Array.from({ length: 20 }, () => subject.accounts.createAccount(account)));
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });

    it('should refuse a password that is too weak', async () => {
      const account = { email: `weak-${randomUUID()}@example.org`, password: 'password123', emailVerified: true };
      await expect(subject.accounts.createAccount(account)).rejects.toMatchObject({ code: 'AUTH.PASSWORD_REFUSED' });
      await expect(subject.accounts.find(account)).resolves.toBeNull();
    });

    it('should change a password', async () => {
      const { email, sub } = await newAccount();
      await subject.accounts.setPassword(sub, OTHER);
      await expect(subject.canLogIn({ email, password: PASSWORD })).resolves.toBe(false);
      await expect(subject.canLogIn({ email, password: OTHER })).resolves.toBe(true);
      await expect(subject.accounts.setPassword(randomUUID(), OTHER)).rejects.toMatchObject({ code: 'AUTH.ACCOUNT_UNKNOWN' });
    });

    it('should take the caller\'s transaction into account, unless accounts are managed elsewhere', async () => {
      const { sub } = await newAccount();
      const undone = subject.unitOfWork.run(systemContext('test'), async (tx) => {
        await subject.accounts.delete(tx, sub);
        throw new Error('undone');
      });
      await expect(undone).rejects.toThrow('undone');
      expect((await subject.accounts.find({ sub })) === null).toBe(subject.accounts.capabilities.isManagedElsewhere);
    });

    it('should delete an account, once or twice, and free its address', async () => {
      const { email, sub } = await newAccount();
      const erase = (): Promise<void> => subject.unitOfWork.run(systemContext('test'), (tx) => subject.accounts.delete(tx, sub));
      await erase();
      await erase();
      await expect(subject.accounts.find({ sub })).resolves.toBeNull();
      await expect(subject.canLogIn({ email, password: PASSWORD })).resolves.toBe(false);
      await expect(subject.accounts.createAccount({ email, password: PASSWORD, emailVerified: true })).resolves.not.toBe(sub);
    });
  });
}
