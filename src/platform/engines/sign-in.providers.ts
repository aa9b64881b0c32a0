import type { Provider } from '@nestjs/common';
import { Outbox } from '#libs/events';
import { httpConfig, SiteUrl } from '#libs/http';
import { JobQueue } from '#libs/jobs';
import { Clock } from '#libs/kernel';
import { MAIL_SEND, Mailer } from '#libs/mail';
import { RateLimiter } from '#libs/rate-limit';
import { AccountDirectory, RateLimitedAttempts, SecretBox, SignIn, signInConfig, SignInRoutes, TokenVerifier } from '#libs/sign-in';
import type { BuiltInSignIn } from '#libs/sign-in/builtin';
import { IdentitySecrets, identitySiteMembers } from '#modules/identity';
import type { Runtime } from '../runtime/runtime.js';
import { RUNTIME } from './tokens.js';

const BUILT_IN = Symbol('built-in sign-in');
const ANY_ADDRESS = new Set(['0.0.0.0', '127.0.0.1', 'localhost']);

/** Our own server as it reaches itself: PUBLIC_URL may be another host, behind a proxy that this machine cannot use. */
function loopback(runtime: Runtime, site: SiteUrl): string {
  const { HOST } = runtime.configuration.of(httpConfig);
  const host = ANY_ADDRESS.has(HOST) ? '127.0.0.1' : HOST === '::' ? '::1' : HOST;
  return `http://${host.includes(':') ? `[${host}]` : host}:${site.localPort}`;
}

async function builtIn(runtime: Runtime, site: SiteUrl, outbox: Outbox, jobs: JobQueue, mailer: Mailer, limiter: RateLimiter): Promise<BuiltInSignIn> {
  const { BuiltInSignIn } = await import('#libs/sign-in/builtin');
  const { database, clock, logger, secret, configuration } = runtime;
  return new BuiltInSignIn({
    publicUrl: () => site.url,
    secret,
    reader: database.reader,
    uow: database.unitOfWork,
    clock,
    logger,
    members: identitySiteMembers(database.reader, outbox, clock),
    limiter: new RateLimitedAttempts(limiter),
    sendMail: async (tx, mail) => void (await jobs.request(tx, MAIL_SEND, mail)),
    mailDelivers: () => mailer.delivers,
    config: configuration.of(signInConfig),
  });
}

async function tokenVerifier(issuer: BuiltInSignIn, clock: Clock): Promise<TokenVerifier> {
  const [{ OidcTokenVerifier }, { API_AUDIENCE }] = await Promise.all([import('#libs/sign-in/oidc'), import('#libs/sign-in/builtin')]);
  return new OidcTokenVerifier({ issuerKey: 'builtin', issuer: () => issuer.issuerUrl(), audience: API_AUDIENCE, keys: () => issuer.publicKeys(), clock });
}

async function signIn(issuer: BuiltInSignIn, verifier: TokenVerifier, runtime: Runtime, site: SiteUrl): Promise<SignIn> {
  const { OidcSignIn } = await import('#libs/sign-in/oidc');
  const { id: clientId, secret: clientSecret } = issuer.webClient;
  const backChannel = (): string => `${loopback(runtime, site)}/realms/cairn`;
  const keys = (): ReturnType<BuiltInSignIn['publicKeys']> => issuer.publicKeys();
  const shared = { issuerKey: 'builtin', isOutside: false, issuer: () => issuer.issuerUrl(), keys, clock: runtime.clock };
  return new OidcSignIn({ ...shared, backChannel, clientId, clientSecret }, verifier);
}

/** Sign-in through the built-in issuer. */
export const signInProviders: Provider[] = [
  { provide: BUILT_IN, useFactory: builtIn, inject: [RUNTIME, SiteUrl, Outbox, JobQueue, Mailer, RateLimiter] },
  { provide: TokenVerifier, useFactory: tokenVerifier, inject: [BUILT_IN, Clock] },
  { provide: SignIn, useFactory: signIn, inject: [BUILT_IN, TokenVerifier, RUNTIME, SiteUrl] },
  { provide: SignInRoutes, useFactory: (issuer: BuiltInSignIn, verifier: TokenVerifier) => issuer.issuer(verifier), inject: [BUILT_IN, TokenVerifier] },
  { provide: AccountDirectory, useFactory: (issuer: BuiltInSignIn) => issuer.accounts, inject: [BUILT_IN] },
  { provide: IdentitySecrets, useFactory: (runtime: Runtime) => ({ box: new SecretBox(runtime.secret, 'identity') }), inject: [RUNTIME] },
];
