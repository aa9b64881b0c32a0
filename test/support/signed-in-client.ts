import { randomBytes } from 'node:crypto';
import { type Client, createCairnClient } from '@cairn/sdk';
import type { Role } from '#libs/kernel';
import { cairnCli, type RunningCairn } from './start-cairn.js';

export interface SignedInClient {
  readonly handle: string;
  readonly token: string;
  readonly client: Client;
}

const SCOPES: Record<Role, string> = { learner: 'read,write', moderator: 'read,write,moderate', admin: 'read,write,moderate,admin' };

/** The SDK's client of a new member, made and given a token as an operator does it. `prefix` begins the handle. */
export async function signedInClient(cairn: Pick<RunningCairn, 'env' | 'url'>, prefix = 'member', role: Role = 'learner'): Promise<SignedInClient> {
  const handle = `${prefix}-${randomBytes(4).toString('hex')}`;
  await cairnCli(cairn, ['user', 'create', '--handle', handle, '--email', `${handle}@example.org`, '--role', role, '--json']);
  const printed = await cairnCli(cairn, ['token', 'create', '--user', handle, '--scope', SCOPES[role], '--json']);
  const { token } = JSON.parse(printed) as { token: string };
  return { handle, token, client: createCairnClient({ baseUrl: cairn.url, token }) };
}

/** The SDK's client of somebody who is not signed in. */
export function guestClient(cairn: Pick<RunningCairn, 'url'>): Client {
  return createCairnClient({ baseUrl: cairn.url });
}
