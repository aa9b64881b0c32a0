import type { INestApplicationContext } from '@nestjs/common';
import { AppError } from '#libs/kernel';
import { Mailer } from '#libs/mail';
import { ACCOUNT_EXISTS, ACCOUNTS_ELSEWHERE, SIGN_IN_UNAVAILABLE } from '#libs/sign-in';
import { DemoCommunity } from '#modules/demo';
import { describeEngines } from '../engines/describe-engines.js';
import type { Runtime } from './runtime.js';

const NO_ACCOUNTS = new Set<unknown>([ACCOUNT_EXISTS, ACCOUNTS_ELSEWHERE, SIGN_IN_UNAVAILABLE]);

/** What the person who started Cairn should know: which engine each port got, and what works less well than it could. */
export async function summariseEngines(app: INestApplicationContext, runtime: Runtime): Promise<string[]> {
  const engines = await describeEngines(app, runtime);
  const lines = engines.map(({ port, engine, problem }) => `${port.padEnd(12)} ${engine}${problem === null ? '' : ` — ${problem}`}`);
  if (!app.get(Mailer).delivers) lines.push('note         no SMTP_URL: mail stays in an outbox that administrators read, and accounts work without a verified address');
  return [...lines, ...runtime.engines.notes.map((note) => `note         ${note}`)];
}

/** Accounts elsewhere may be out of reach or not ours to make: the site starts without a demo, and the next start tries again. */
function notLoaded(error: unknown): { accounts: string } {
  if (!(error instanceof AppError) || !NO_ACCOUNTS.has(error.definition)) throw error;
  return { accounts: `the demo community was not loaded: ${error.message}; CAIRN_DEMO=false does without it` };
}

/** Loads the demo community into an empty site. @returns lines with its accounts, as long as their passwords are kept */
export async function summariseDemo(app: INestApplicationContext, runtime: Runtime): Promise<string[]> {
  const { accounts } = await app.get(DemoCommunity).ensure(runtime.dataDir).catch(notLoaded);
  if (typeof accounts === 'string') return [`note         ${accounts}`];
  return accounts.map(({ handle, role, email, password }) => `${role.padEnd(12)} ${handle} · ${email} · ${password}`);
}
