import { hkdfSync } from 'node:crypto';
import type { JSONWebKeySet } from 'jose';
import type { ConfigOf } from '#libs/config';
import type { Clock } from '#libs/kernel';
import type { Logger } from '#libs/observability';
import type { SqlReader, UnitOfWork } from '#libs/persistence';
import type { AttemptLimiter } from '../../attempt-limiter.port.js';
import { SecretBox } from '../../secret-box.js';
import type { signInConfig } from '../../sign-in.config.js';
import type { SiteMembers } from '../../site-members.port.js';
import type { TokenVerifier } from '../../token-verifier.port.js';
import { AccountMail, type SendMail } from './account-mail.js';
import { AccountPages } from './account-pages.js';
import { AccountStore } from './account-store.js';
import { BuiltInAccountDirectory } from './built-in-account-directory.js';
import { BuiltInIssuer, type IssuerPages } from './built-in-issuer.js';
import { REALM_PATH, WEB_CLIENT } from './clients.js';
import { InteractionPages } from './interaction-pages.js';
import { LockOut } from './lock-out.js';
import { LogIn } from './log-in.js';
import { MailLinks } from './mail-links.js';
import { MailedActions } from './mailed-actions.js';
import { type PasswordCost, PasswordHasher } from './password-hasher.js';
import { ProviderSource } from './provider-source.js';
import { Registration } from './registration.js';
import { SigningKeys } from './signing-keys.js';
import { TokenEndpoints } from './token-endpoints.js';

export interface BuiltInSignInOptions {
  /** Without a slash at the end; asked on every request, since a site's port may be known only once it listens. */
  publicUrl: () => string;
  /** The site's secret: seals keys and payloads, signs cookies, is the web client's secret in another form. */
  secret: string;
  reader: SqlReader;
  uow: UnitOfWork;
  clock: Clock;
  logger: Logger;
  members: SiteMembers;
  limiter: AttemptLimiter;
  sendMail: SendMail;
  /** True when messages leave the machine: only then addresses must be confirmed before the first log-in. */
  mailDelivers: () => boolean;
  config: ConfigOf<typeof signInConfig>;
  /** For tests, which hash by the hundred; leave it out. */
  passwordCost?: PasswordCost;
}

/** Everything the built-in issuer consists of, put together from ports. */
export class BuiltInSignIn {
  /** The secret of the client `cairn-web`; the same in every process with the same site secret. */
  readonly webClient: { id: string; secret: string };
  readonly accounts: BuiltInAccountDirectory;
  readonly keys: SigningKeys;
  private readonly hasher: PasswordHasher;
  private readonly store: AccountStore;
  private readonly links: MailLinks;
  private readonly lockOut: LockOut;
  private readonly mail: AccountMail;

  constructor(private readonly options: BuiltInSignInOptions) {
    const { reader, uow, clock, members, config, secret } = options;
    this.hasher = new PasswordHasher(options.passwordCost);
    this.webClient = { id: WEB_CLIENT, secret: this.derive('client cairn-web') };
    this.keys = new SigningKeys(reader, uow, new SecretBox(secret, 'sign-in signing keys'), clock);
    this.store = new AccountStore(reader, clock, members);
    this.links = new MailLinks(reader, clock);
    this.lockOut = new LockOut(reader, uow, clock, { attempts: config.LOCK_OUT_ATTEMPTS, lockSeconds: config.LOCK_OUT_SECONDS });
    this.accounts = new BuiltInAccountDirectory(this.store, this.hasher, this.lockOut, uow);
    this.mail = new AccountMail(this.store, this.links, uow, {
      send: options.sendMail,
      issuer: () => this.issuerUrl(),
      logInUrl: () => `${options.publicUrl()}/auth/login`,
      logger: options.logger,
    });
  }

  /** `iss` of all tokens. */
  issuerUrl(): string {
    return this.options.publicUrl() + REALM_PATH;
  }

  /** The published keys, straight from the database: verifiers in any process need no HTTP. */
  publicKeys(): Promise<JSONWebKeySet> {
    return this.keys.publicJwks();
  }

  /** The part that answers HTTP. `verifier` must verify this issuer's own tokens. */
  issuer(verifier: TokenVerifier): BuiltInIssuer {
    const { publicUrl, logger, reader, uow, clock, members, limiter, config, secret } = this.options;
    const storage = { reader, uow, clock, members, box: new SecretBox(secret, 'sign-in payloads') };
    const parts = {
      storage,
      accounts: this.store,
      webSecret: this.webClient.secret,
      cookieKey: this.derive('issuer cookies'),
      accessTokenSeconds: config.ACCESS_TOKEN_SECONDS,
      refreshTokenSeconds: config.REFRESH_TOKEN_SECONDS,
    };
    const source = new ProviderSource(this.keys, publicUrl, parts, logger);
    return new BuiltInIssuer(source, this.pages(verifier), publicUrl, logger, { mail: this.mail, limiter });
  }

  private pages(verifier: TokenVerifier): IssuerPages {
    const { hasher, lockOut, links, mail, store: accounts } = this;
    const { members, limiter, uow, mailDelivers, reader } = this.options;
    const mailed = new MailedActions({ accounts, links, mail, hasher, lockOut, limiter, uow });
    const logIn = new LogIn(accounts, members, lockOut, hasher, limiter, { uow, mailDelivers });
    const registration = new Registration(accounts, members, mail, hasher, limiter, { uow, mailDelivers });
    return {
      interaction: new InteractionPages(logIn, registration, mailed),
      account: new AccountPages(mailed),
      token: new TokenEndpoints(verifier, reader),
    };
  }

  private derive(purpose: string): string {
    return Buffer.from(hkdfSync('sha256', this.options.secret, 'cairn', purpose, 32)).toString('base64url');
  }
}
