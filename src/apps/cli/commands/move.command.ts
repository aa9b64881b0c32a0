import { InvalidArgumentError } from 'commander';
import { portOf } from '../../../platform/engines/ports.js';
import type { MoveOutcome, MovePlan } from '../../../platform/engines/active/move/move-documents.js';
import type { CleanReport } from '../../../platform/engines/active/move/clean-documents.js';
import { openMover } from '../../../platform/engines/active/move/open-mover.js';
import type { MoveReport } from '../../../platform/engines/active/move/move-report.js';
import { type CliEnvironment, CommandFailed, type RegisterCommand, withContext } from '../cli-environment.js';
import { duration, ProgressDisplay } from '../progress-display.js';

interface Flags {
  to?: string;
  dryRun: boolean;
  clean: boolean;
  forget: boolean;
}

const ENGINES = portOf('documents').engines;
const number = (value: number): string => value.toLocaleString('en-GB');

function engine(value: string): string {
  if (!ENGINES.some(({ name }) => name === value)) throw new InvalidArgumentError(`It is one of ${ENGINES.map(({ name }) => name).join(', ')}.`);
  return value;
}

function counts(of: Record<string, number>): string {
  return Object.entries(of).map(([collection, count]) => `${number(count)} ${collection}`).join(', ');
}

function planText({ from, to, goesOnAfter, versions, alreadyInTarget }: MovePlan): string {
  if (from === to) return `The texts are in ${to} already.`;
  const resumed = goesOnAfter === null ? [] : [`An interrupted run has copied ${number(goesOnAfter)} of them; the next one goes on after these.`];
  return [`Would move from ${from} to ${to}: ${counts(versions)} (versions).`, `${to} holds: ${counts(alreadyInTarget)}.`, ...resumed, 'Nothing was changed.'].join('\n');
}

function reportText(report: MoveReport): string {
  const verified = Object.entries(report.verified).map(([collection, { source, erasedFromTarget }]) => {
    const erased = erasedFromTarget > 0 ? `, ${number(erasedFromTarget)} erased documents removed` : '';
    return `  ${collection.padEnd(10)} ${number(source.versions)} versions, hash ${source.hash} on both sides${erased}`;
  });
  return [
    `The texts are in ${report.to} now. It took ${duration(report.seconds)} in ${report.runs} run${report.runs === 1 ? '' : 's'}.`,
    `Copied ${counts(report.copied)}; ${number(report.caughtUp)} more that were written meanwhile. Writers waited ${number(report.switchMs)} ms at most.`,
    'Compared:',
    ...verified,
    `${report.from} still holds its copies: \`cairn move documents --clean\` removes them.`,
  ].join('\n');
}

function outcomeText(outcome: MoveOutcome, to: string): string {
  if (outcome.kind === 'moved') return reportText(outcome.report);
  return outcome.kind === 'there' ? `The texts are in ${to} already.` : `The move was given up: the texts stay in ${to}. \`cairn move documents --clean\` removes what was copied.`;
}

function cleanText({ removed, forgotten }: CleanReport): string {
  const lines = [...Object.entries(removed).map(([from, count]) => `Removed ${number(count)} versions from ${from}.`), ...forgotten.map((from) => `Forgot the copies in ${from}; nothing was removed there.`)];
  return lines.length === 0 ? 'No other engine holds copies.' : lines.join('\n');
}

async function plan(cli: CliEnvironment, to: string): Promise<void> {
  const planned = await withContext(cli, ({ app, runtime }) => openMover(app, runtime).move.plan(to));
  cli.output.result(planned, planText(planned));
}

async function move(cli: CliEnvironment, to: string): Promise<void> {
  const display = new ProgressDisplay(cli.output.stderr);
  try {
    const outcome = await withContext(cli, ({ app, runtime }) => openMover(app, runtime).move.move({ to, signal: cli.signal, onProgress: (state) => display.show(state) }));
    display.end();
    cli.output.result(outcome, outcomeText(outcome, to));
  } catch (error) {
    display.end();
    if (cli.signal.aborted) throw new CommandFailed('Interrupted. The site goes on as before; run the same command again to go on with the move.');
    throw error;
  }
}

async function clean(cli: CliEnvironment, forget: boolean): Promise<void> {
  const report = await withContext(cli, ({ app, runtime }) => openMover(app, runtime).clean.clean(forget, (collection, removed) => cli.output.note(`${collection}: ${number(removed)}`)));
  cli.output.result(report, cleanText(report));
}

export const registerMove: RegisterCommand = (program, cli) => {
  const documents = program
    .command('move')
    .description('take what the site holds to another engine, while it runs')
    .command('documents')
    .description('the texts of questions, answers and comments, every version: copies, catches up, compares, switches; run it again to go on after a crash')
    .option('--to <engine>', `where to: ${ENGINES.map(({ name }) => name).join(' or ')}`, engine)
    .option('--dry-run', 'look at both sides, write nothing', false)
    .option('--clean', 'remove the copies that the last move has left in the engine it came from', false)
    .option('--forget', 'with --clean: that engine is gone for good, only strike it off', false);
  documents.action(async (flags: Flags) => {
    if (flags.clean === (flags.to !== undefined)) documents.error('error: say either --to <engine> or --clean');
    if (flags.to === undefined) return clean(cli, flags.forget);
    return flags.dryRun ? plan(cli, flags.to) : move(cli, flags.to);
  });
};
