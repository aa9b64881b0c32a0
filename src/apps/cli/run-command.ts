import { createCliContext } from '../../platform/start-cli.js';
import { untilToldToEnd } from '../process/until-told-to-end.js';
import { CliOutput } from './cli-output.js';
import { EXIT } from './cli-environment.js';
import { runCli } from './program.js';

/** Runs the command line of this process and ends it with the command's exit code. */
export async function runCommand(): Promise<void> {
  const interrupted = new AbortController();
  void untilToldToEnd({ onForce: () => process.exit(EXIT.failure) }).then(() => interrupted.abort());
  const output = new CliOutput(process.stdout, process.stderr);
  process.exitCode = await runCli(process.argv.slice(2), { output, stdin: process.stdin, open: createCliContext, signal: interrupted.signal });
  // Whatever still listens (a pool, a timer) must not keep a finished command alive; stdout may be a slow pipe.
  process.stdout.write('', () => process.exit());
}
