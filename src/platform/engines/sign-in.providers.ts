import type { Provider } from '@nestjs/common';
import { ConfigError } from '#libs/config';
import { Outbox } from '#libs/events';
import { SiteUrl } from '#libs/http';
import { JobQueue } from '#libs/jobs';
import { Mailer } from '#libs/mail';
import { RateLimiter } from '#libs/rate-limit';
import { AccountDirectory, SecretBox, SignIn, signInConfig, SignInRoutes, TokenVerifier } from '#libs/sign-in';
import { IdentitySecrets } from '#modules/identity';
import type { Runtime } from '../runtime/runtime.js';
import { builtInSignIn } from './built-in-sign-in.js';
import { keycloakSignIn } from './keycloak-sign-in.js';
import type { SignInParts } from './sign-in-parts.js';
import { RUNTIME } from './tokens.js';

const PARTS = Symbol('sign-in');

/** Half a setting would quietly leave people with the built-in issuer. */
function assertComplete(runtime: Runtime): void {
  const { KEYCLOAK_URL, KEYCLOAK_CLIENT_SECRET } = runtime.configuration.of(signInConfig);
  if (KEYCLOAK_URL !== undefined && KEYCLOAK_CLIENT_SECRET === undefined) throw new ConfigError([{ variable: 'KEYCLOAK_CLIENT_SECRET', message: 'is required with KEYCLOAK_URL' }]);
}

async function signInParts(runtime: Runtime, site: SiteUrl, outbox: Outbox, jobs: JobQueue, mailer: Mailer, limiter: RateLimiter): Promise<SignInParts> {
  assertComplete(runtime);
  return runtime.engines.engineOf('sign-in') === 'keycloak' ? keycloakSignIn(runtime) : builtInSignIn({ runtime, site, outbox, jobs, mailer, limiter });
}

/** Sign-in through the active issuer. */
export const signInProviders: Provider[] = [
  { provide: PARTS, useFactory: signInParts, inject: [RUNTIME, SiteUrl, Outbox, JobQueue, Mailer, RateLimiter] },
  { provide: TokenVerifier, useFactory: ({ verifier }: SignInParts) => verifier, inject: [PARTS] },
  { provide: SignIn, useFactory: ({ signIn }: SignInParts) => signIn, inject: [PARTS] },
  { provide: SignInRoutes, useFactory: ({ routes }: SignInParts) => routes, inject: [PARTS] },
  { provide: AccountDirectory, useFactory: ({ accounts }: SignInParts) => accounts, inject: [PARTS] },
  { provide: IdentitySecrets, useFactory: (runtime: Runtime) => ({ box: new SecretBox(runtime.secret, 'identity') }), inject: [RUNTIME] },
];
