import type { Command } from 'commander';
import type { CliContext } from '../../platform/start-cli.js';
import type { CliOutput } from './cli-output.js';

/** What the entry point hands to every command. */
export interface CliEnvironment {
  readonly output: CliOutput;
  readonly stdin: AsyncIterable<unknown>;
  /** Opens the program: attaches to a running database or starts one. */
  readonly open: () => Promise<CliContext>;
  /** Aborted by the first Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal;
}

/** Adds one command, named by its file, to the program. */
export type RegisterCommand = (program: Command, cli: CliEnvironment) => void;

/** Exit codes: 0 done, 1 failed, 2 called wrongly. */
export const EXIT = { ok: 0, failure: 1, usage: 2 } as const;

/** A command that ran to its end with bad news that its result already tells. */
export class CommandFailed extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CommandFailed';
  }
}

/** Runs `work` on the opened program and closes it whatever happens. */
export async function withContext<T>(cli: CliEnvironment, work: (context: CliContext) => Promise<T>): Promise<T> {
  const context = await cli.open();
  try {
    return await work(context);
  } finally {
    await context.close();
  }
}
