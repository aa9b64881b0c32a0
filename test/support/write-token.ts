import { cairnCli, type RunningCairn } from './start-cairn.js';

/** A personal access token of the demo learner that may write, made as an operator makes it. */
export async function writeToken(cairn: Pick<RunningCairn, 'env'>): Promise<string> {
  const { token } = JSON.parse(await cairnCli(cairn, ['token', 'create', '--user', 'ada', '--scope', 'write', '--json'])) as { token: string };
  return token;
}
