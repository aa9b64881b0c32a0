import type { AddressInfo } from 'node:net';
import fastify, { type FastifyInstance } from 'fastify';
import { parseConfig } from '#libs/config';
import { SystemClock, type Clock } from '#libs/kernel';
import { MemoryLogger } from '#libs/observability/testing';
import { testDatabase, type TestDatabase } from '#libs/testing';
import { API_AUDIENCE, BuiltInSignIn } from '../src/adapters/builtin/index.js';
import { OidcSignIn, OidcTokenVerifier } from '../src/adapters/oidc/index.js';
import { type SignInRoutes } from '../src/sign-in-routes.port.js';
import { signInConfig } from '../src/sign-in.config.js';
import { FakeAttemptLimiter } from './fake-attempt-limiter.js';
import { FakeSiteMembers } from './fake-site-members.js';
import { SwitchReader } from './switch-reader.js';

export interface SentMail {
  to: string;
  subject: string;
  text: string;
}

/** A server of nothing but the built-in issuer, on a database of its own. */
export interface IssuerSite {
  issuer: string;
  publicUrl: string;
  builtIn: BuiltInSignIn;
  routes: SignInRoutes;
  verifier: OidcTokenVerifier;
  signIn: OidcSignIn;
  /** The same client over another back channel. */
  signInVia(base: string): OidcSignIn;
  members: FakeSiteMembers;
  limiter: FakeAttemptLimiter;
  mails: SentMail[];
  logger: MemoryLogger;
  database: TestDatabase;
  reader: SwitchReader;
  /** What another process on the same database would have. */
  secondProcess(secret?: string): BuiltInSignIn;
  close(): Promise<void>;
}

export interface IssuerSiteOptions {
  mailDelivers?: boolean;
  clock?: Clock;
  publicUrl?: string;
  env?: Record<string, string>;
}

const SECRET = 'the secret of a test site, 32 characters';

async function listen(server: FastifyInstance): Promise<string> {
  await server.listen({ port: 0, host: '127.0.0.1' });
  return `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
}

export async function issuerSite(options: IssuerSiteOptions = {}): Promise<IssuerSite> {
  const database = await testDatabase();
  const members = new FakeSiteMembers();
  const limiter = new FakeAttemptLimiter();
  const logger = new MemoryLogger();
  const mails: SentMail[] = [];
  const clock = options.clock ?? new SystemClock();
  const config = parseConfig(signInConfig, options.env ?? {});
  let backChannel = '';
  const publicUrl = (): string => options.publicUrl ?? backChannel;
  const sendMail = async (_tx: unknown, mail: SentMail): Promise<void> => {
    mails.push(mail);
  };
  const reader = new SwitchReader(database.reader);
  const ports = { reader, uow: database.unitOfWork, clock, logger, members, limiter, sendMail, config, passwordCost: { memoryKib: 256, passes: 1 } };
  const start = (secret = SECRET): BuiltInSignIn => new BuiltInSignIn({ publicUrl, secret, mailDelivers: () => options.mailDelivers ?? false, ...ports });
  const builtIn = start();
  const keys = (): ReturnType<BuiltInSignIn['publicKeys']> => builtIn.publicKeys();
  const shared = { issuerKey: 'builtin', issuer: () => builtIn.issuerUrl(), keys, clock };
  const verifier = new OidcTokenVerifier({ ...shared, audience: API_AUDIENCE });
  const { id: clientId, secret: clientSecret } = builtIn.webClient;
  const via = (base: () => string): OidcSignIn => new OidcSignIn({ ...shared, name: 'built-in issuer', isOutside: false, backChannel: base, clientId, clientSecret }, verifier);
  const signIn = via(() => `${backChannel}/realms/cairn`);
  const server = fastify();
  const routes = builtIn.issuer(verifier);
  routes.mount(server);
  backChannel = await listen(server);
  const close = async (): Promise<void> => {
    await server.close();
    await routes.settled();
    await database.drop();
  };
  const signInVia = (base: string): OidcSignIn => via(() => base);
  return { issuer: `${backChannel}/realms/cairn`, publicUrl: publicUrl(), signInVia, builtIn, routes, verifier, signIn, members, limiter, mails, logger, database, reader, secondProcess: start, close };
}
