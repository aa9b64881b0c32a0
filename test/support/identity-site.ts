import { randomUUID } from 'node:crypto';
import { Test, type TestingModule } from '@nestjs/testing';
import { SystemClock } from '#libs/kernel';
import type { MemoryLogger } from '#libs/observability/testing';
import { RichText } from '#libs/rich-text-server';
import { SignIn, TokenVerifier, type VerifiedToken } from '#libs/sign-in';
import { FakeSignIn, FakeTokenVerifier } from '#libs/sign-in/testing';
import type { FakeClock, TestDatabase } from '#libs/testing';
import { IdentityModule } from '#modules/identity';
import { UsersModule } from '#modules/users';
import { IdentityWorkerModule } from '../../src/modules/identity/identity-worker.module.js';
import { EnginesModule } from '../../src/platform/engines/engines.module.js';
import { runtimeOf } from './test-site.js';

/** The identity module on a database of its own, with an outside issuer in memory. */
export interface IdentitySite {
  app: TestingModule;
  db: TestDatabase;
  logger: MemoryLogger;
  signIn: FakeSignIn;
  verifier: FakeTokenVerifier;
  /** A person at the issuer; `name` is their code, their refresh token and their access token. */
  person(name: string, changes?: Partial<VerifiedToken>): VerifiedToken;
  /** The events written so far, oldest first. */
  events(type: string): Promise<Record<string, unknown>[]>;
  close(): Promise<void>;
}

export async function identitySite(options: { clock?: FakeClock; env?: Record<string, string>; outside?: boolean } = {}): Promise<IdentitySite> {
  const { db, runtime, logger } = await runtimeOf(options.clock ?? new SystemClock(), options.env ?? {});
  const signIn = new FakeSignIn();
  const verifier = new FakeTokenVerifier();
  if (options.outside === false) Object.assign(signIn, { issuerKey: 'builtin', isOutside: false });
  const app = await Test.createTestingModule({ imports: [EnginesModule.with(runtime), UsersModule, IdentityModule, IdentityWorkerModule] })
    .overrideProvider(SignIn)
    .useValue(signIn)
    .overrideProvider(TokenVerifier)
    .useValue(verifier)
    .compile();
  await app.init();
  const person = (name: string, changes: Partial<VerifiedToken> = {}): VerifiedToken => {
    const known = signIn.people.get(name);
    const fresh = { issuerKey: signIn.issuerKey, sub: randomUUID(), sid: randomUUID(), scopes: ['read', 'write', 'moderate', 'admin'], roles: [], profile: { handle: name, displayName: name }, issuedAt: 0, expiresAt: 2 ** 31 };
    const token = { ...(known ?? fresh), ...changes };
    signIn.people.set(name, token);
    verifier.tokens.set(name, token);
    return token;
  };
  const events = async (type: string): Promise<Record<string, unknown>[]> =>
    (await db.query<{ data: Record<string, unknown> }>('select data from events.outbox where type = $1 order by id', [type])).map(({ data }) => data);
  const close = async (): Promise<void> => {
    await app.get(RichText, { strict: false }).close();
    await app.close();
    await db.drop();
  };
  return { app, db, logger, signIn, verifier, person, events, close };
}
