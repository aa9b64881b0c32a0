import { AppError, systemContext } from '#libs/kernel';
import type { UnitOfWork } from '#libs/persistence';
import type { AttemptLimiter } from '../../attempt-limiter.port.js';
import { WORDS } from '../../pages/words.js';
import { checkPassword, passwordAdvice } from '../../password-policy.js';
import { ACCOUNT_EXISTS } from '../../sign-in.errors.js';
import type { SiteMembers } from '../../site-members.port.js';
import type { AccountMail } from './account-mail.js';
import { type AccountInput, AccountStore, canonicalEmail } from './account-store.js';
import type { PasswordHasher } from './password-hasher.js';

export interface RegistrationInput {
  email: string;
  handle: string;
  displayName: string;
  password: string;
}

export type RegistrationErrors = Partial<Record<keyof RegistrationInput, string>>;

export type RegistrationOutcome =
  | { kind: 'created'; sub: string }
  | { kind: 'mail-sent' }
  | { kind: 'errors'; errors: RegistrationErrors }
  | { kind: 'slow-down'; retryAfter: number };

const EMAIL = /^[^\s@"(),:;<>[\\\]]{1,64}@[^\s@]{1,190}\.[^\s@.]{2,63}$/u;
const DISPLAY_NAME_MAX = 60;
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

/** Makes accounts from the registration form. */
export class Registration {
  constructor(
    private readonly accounts: AccountStore,
    private readonly members: SiteMembers,
    private readonly mail: AccountMail,
    private readonly hasher: PasswordHasher,
    private readonly limiter: AttemptLimiter,
    private readonly parts: { uow: UnitOfWork; mailDelivers: () => boolean },
  ) {}

  /**
   * With mail that leaves the machine the answer is the same whether or not the address is taken, and its owner gets a message;
   * without, the account is usable at once, so a taken address has to be said.
   */
  async register(raw: RegistrationInput, ip: string): Promise<RegistrationOutcome> {
    const input = { ...raw, email: canonicalEmail(raw.email), handle: raw.handle.trim().toLowerCase(), displayName: raw.displayName.trim() };
    const errors = await this.check(input);
    if (Object.keys(errors).length > 0) return { kind: 'errors', errors };
    const verdict = await this.limiter.take('register', ip);
    if (!verdict.allowed) return { kind: 'slow-down', retryAfter: verdict.retryAfter };
    const account = { ...input, passwordHash: await this.hasher.hash(input.password), emailVerified: false };
    return this.parts.mailDelivers() ? this.registerByMail(account) : this.registerAtOnce(account);
  }

  private async check(input: RegistrationInput): Promise<RegistrationErrors> {
    const errors: RegistrationErrors = {};
    if (input.email.length > 254 || !EMAIL.test(input.email) || CONTROL.test(input.email)) errors.email = WORDS.emailMalformed;
    const handle = await this.members.checkHandle(input.handle);
    if (handle !== 'free') errors.handle = handle === 'taken' ? WORDS.handleTaken : WORDS.handleMalformed;
    const { length } = [...input.displayName];
    if (length === 0 || length > DISPLAY_NAME_MAX || CONTROL.test(input.displayName)) errors.displayName = WORDS.displayNameMissing;
    const password = checkPassword(input.password, [input.handle, input.email]);
    if (password) errors.password = passwordAdvice(password);
    return errors;
  }

  private async registerAtOnce(account: AccountInput): Promise<RegistrationOutcome> {
    try {
      const sub = await this.parts.uow.run(systemContext('issuer'), (tx) => this.accounts.insert(tx, account));
      return { kind: 'created', sub };
    } catch (error) {
      if (!(error instanceof AppError) || error.definition !== ACCOUNT_EXISTS) throw error;
      return { kind: 'errors', errors: { email: WORDS.emailTaken } };
    }
  }

  private async registerByMail(account: AccountInput): Promise<RegistrationOutcome> {
    const existing = await this.accounts.byEmail(account.email);
    await this.parts.uow.run(systemContext('issuer'), async (tx) => {
      if (existing?.emailVerifiedAt) return this.mail.sendExists(tx, account.email);
      const id = existing ? await this.accounts.replaceUnverified(tx, account) : await this.accounts.insert(tx, account);
      // Null: the address was confirmed this very moment; its owner can log in.
      if (id !== null) await this.mail.sendVerification(tx, { id, email: account.email });
    });
    return { kind: 'mail-sent' };
  }
}
