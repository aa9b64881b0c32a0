import type { Outbox } from '#libs/events';
import { httpConfig, type SiteUrl } from '#libs/http';
import type { JobQueue } from '#libs/jobs';
import { MAIL_SEND, type Mailer } from '#libs/mail';
import type { RateLimiter } from '#libs/rate-limit';
import { RateLimitedAttempts, signInConfig } from '#libs/sign-in';
import { identitySiteMembers } from '#modules/identity';
import type { Runtime } from '../runtime/runtime.js';
import type { SignInParts } from './sign-in-parts.js';

export interface BuiltInSurroundings {
  runtime: Runtime;
  site: SiteUrl;
  outbox: Outbox;
  jobs: JobQueue;
  mailer: Mailer;
  limiter: RateLimiter;
}

const ANY_ADDRESS = new Set(['0.0.0.0', '127.0.0.1', 'localhost']);

/** Our own server as it reaches itself: PUBLIC_URL may be another host, behind a proxy that this machine cannot use. */
function loopback(runtime: Runtime, site: SiteUrl): string {
  const { HOST } = runtime.configuration.of(httpConfig);
  const host = ANY_ADDRESS.has(HOST) ? '127.0.0.1' : HOST === '::' ? '::1' : HOST;
  return `http://${host.includes(':') ? `[${host}]` : host}:${site.localPort}`;
}

/** Sign-in through the built-in issuer. */
export async function builtInSignIn({ runtime, site, outbox, jobs, mailer, limiter }: BuiltInSurroundings): Promise<SignInParts> {
  const [{ API_AUDIENCE, BuiltInSignIn }, { OidcSignIn, OidcTokenVerifier }] = await Promise.all([import('#libs/sign-in/builtin'), import('#libs/sign-in/oidc')]);
  const { database, clock, logger, secret, configuration } = runtime;
  const issuer = new BuiltInSignIn({
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
  const shared = { issuerKey: 'builtin', issuer: () => issuer.issuerUrl(), keys: () => issuer.publicKeys(), clock };
  const verifier = new OidcTokenVerifier({ ...shared, audience: API_AUDIENCE });
  const { id: clientId, secret: clientSecret } = issuer.webClient;
  const backChannel = (): string => `${loopback(runtime, site)}/realms/cairn`;
  const signIn = new OidcSignIn({ ...shared, isOutside: false, name: 'built-in issuer', backChannel, clientId, clientSecret, logger }, verifier);
  return { verifier, signIn, routes: issuer.issuer(verifier), accounts: issuer.accounts };
}
