import { cairnCli, type RunningCairn } from './start-cairn.js';

/** A personal access token that may write, of a member made for it, as an operator makes them. */
export async function writeToken(cairn: Pick<RunningCairn, 'env'>, handle = 'writer'): Promise<string> {
  await cairnCli(cairn, ['user', 'create', '--handle', handle, '--email', `${handle}@example.org`, '--json']);
  const printed = await cairnCli(cairn, ['token', 'create', '--user', handle, '--scope', 'write', '--json']);
  return (JSON.parse(printed) as { token: string }).token;
}
