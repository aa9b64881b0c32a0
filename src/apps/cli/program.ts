import { Command, CommanderError } from 'commander';
import { AppError } from '#libs/kernel';
import { explainFailure } from '../process/explain-failure.js';
import { type CliEnvironment, CommandFailed, EXIT, type RegisterCommand } from './cli-environment.js';
import { registerDoctor } from './commands/doctor.command.js';
import { registerImport } from './commands/import.command.js';
import { registerJobs } from './commands/jobs.command.js';
import { registerMigrate } from './commands/migrate.command.js';
import { registerMove } from './commands/move.command.js';
import { registerReindex } from './commands/reindex.command.js';
import { registerToken } from './commands/token.command.js';
import { registerUser } from './commands/user.command.js';

const COMMANDS: readonly RegisterCommand[] = [registerDoctor, registerUser, registerToken, registerMigrate, registerImport, registerReindex, registerMove, registerJobs];

function createProgram(cli: CliEnvironment): Command {
  const program = new Command('cairn')
    .description('Looks after a Cairn site: works beside a running server or alone, on the same DATA_DIR or DATABASE_URL.')
    .option('--json', 'print the result as one JSON value on stdout; all else goes to stderr')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ writeOut: (text) => cli.output.stdout.write(text), writeErr: (text) => cli.output.stderr.write(text) })
    .showHelpAfterError('(add --help for how to call it)')
    .exitOverride();
  // Commander gives these settings only to commands made by `.command()`, which all of ours are.
  for (const register of COMMANDS) register(program, cli);
  return program;
}

function report(cli: CliEnvironment, error: unknown): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return EXIT.ok;
    if (cli.output.isJson) cli.output.failure({ code: 'CLI.USAGE', message: error.message }, '');
    return EXIT.usage;
  }
  if (error instanceof CommandFailed) cli.output.failure({ code: 'CLI.FAILED', message: error.message }, error.message);
  else if (error instanceof AppError) {
    const text = error.message === error.definition.title ? error.message : `${error.definition.title}: ${error.message}`;
    cli.output.failure({ code: error.code, message: error.message }, [text, ...(error.options.errors ?? []).map((field) => `  ${field.pointer}: ${field.message}`)].join('\n'));
  } else cli.output.failure({ code: 'CLI.FAILED', message: (error as Error).message ?? String(error) }, explainFailure(error));
  return EXIT.failure;
}

/** Runs one command line (without node and script). Never throws. @returns the exit code */
export async function runCli(args: readonly string[], cli: CliEnvironment): Promise<number> {
  // Known before parsing, so that a wrong call answers in the asked-for form too.
  const end = args.indexOf('--');
  cli.output.isJson = (end === -1 ? args : args.slice(0, end)).includes('--json');
  try {
    await createProgram(cli).parseAsync(args, { from: 'user' });
    return EXIT.ok;
  } catch (error) {
    return report(cli, error);
  }
}
