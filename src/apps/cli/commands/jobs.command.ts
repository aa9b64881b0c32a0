import { InvalidArgumentError } from 'commander';
import type { FailedJob, JobAdmin, QueueCounts } from '#libs/jobs';
import { JobEngine } from '../../../platform/engines/job-engine.js';
import { type CliEnvironment, CommandFailed, type RegisterCommand, withContext } from '../cli-environment.js';

/** A dead letter as it is shown: without its payload, which may hold a link that signs somebody in. */
type ShownJob = Omit<FailedJob, 'payload'>;

interface Listed {
  engine: string;
  queues: QueueCounts[];
  failed: ShownJob[];
}

interface RedriveFlags {
  all: boolean;
  job?: string;
}

const SHOWN = 20;
const REASON_LENGTH = 200;
const number = (value: number): string => value.toLocaleString('en-GB');

function count(value: string): number {
  const wanted = Number(value);
  if (!/^\d+$/.test(value) || wanted > 10_000) throw new InvalidArgumentError('It is a whole number from 0 to 10000.');
  return wanted;
}

/** What a job said when it failed, on one line: another server may have worded it. */
function oneLine(reason: string): string {
  const plain = reason.replace(/\p{Cc}+/gu, ' ').trim();
  return plain.length > REASON_LENGTH ? `${plain.slice(0, REASON_LENGTH)}…` : plain;
}

function failedLines({ id, name, attempts, reason, failedAt }: ShownJob): string[] {
  const when = failedAt ? `, ${failedAt.toISOString()}` : '';
  return [`  ${id}  ${oneLine(name)}, ${attempts} attempt${attempts === 1 ? '' : 's'}${when}`, `    ${oneLine(reason)}`];
}

function listText({ engine, queues, failed }: Listed): string {
  const counts = queues.map(({ queue, waiting, active, delayed, failed: dead }) => `${queue}: ${number(waiting)} waiting, ${number(active)} active, ${number(delayed)} delayed, ${number(dead)} failed`);
  const left = queues.reduce((sum, queue) => sum + queue.failed, 0) - failed.length;
  const more = failed.length > 0 && left > 0 ? [`  … ${number(left)} more: --failed <count>`] : [];
  return [engine, ...counts, ...(failed.length > 0 ? ['Failed for good, the newest first:'] : []), ...failed.flatMap(failedLines), ...more].join('\n');
}

/** Runs `work` on a queue that answers. */
async function withQueue<T>(cli: CliEnvironment, work: (admin: JobAdmin, engine: string) => Promise<T>): Promise<T> {
  return withContext(cli, async ({ app }) => {
    const { admin, name } = app.get(JobEngine, { strict: false });
    await admin.counts().catch((error: unknown) => {
      throw new CommandFailed(`${name} does not answer: ${(error as Error).message}`);
    });
    return work(admin, name);
  });
}

async function list(cli: CliEnvironment, shown: number): Promise<void> {
  const listed = await withQueue(cli, async (admin, engine): Promise<Listed> => {
    const failed = shown === 0 ? [] : await admin.failed(shown);
    return { engine, queues: await admin.queues(), failed: failed.map(({ payload: _payload, ...job }) => job) };
  });
  cli.output.result(listed, listText(listed));
}

async function redriveOne(cli: CliEnvironment, id: string): Promise<void> {
  const isBack = await withQueue(cli, (admin) => admin.redrive(id));
  if (!isBack) throw new CommandFailed(`No job that failed for good has the id ${id}.`);
  cli.output.result({ redriven: 1 }, 'It waits again, with all its attempts.');
}

async function redriveMany(cli: CliEnvironment, name: string | undefined): Promise<void> {
  const redriven = await withQueue(cli, (admin) => admin.redriveAll({ name, signal: cli.signal }));
  cli.output.result({ redriven }, `${number(redriven)} wait${redriven === 1 ? 's' : ''} again, with all attempts.`);
  if (cli.signal.aborted) throw new CommandFailed('Interrupted: the others stay as they are.');
}

export const registerJobs: RegisterCommand = (program, cli) => {
  const jobs = program.command('jobs').description('background jobs: what waits, what has failed for good, and trying that again');
  jobs
    .command('list')
    .description('how many jobs of each queue wait, run, are to come or have failed for good, and why the newest have failed')
    .option('--failed <count>', 'name so many of the failed', count, SHOWN)
    .action((flags: { failed: number }) => list(cli, flags.failed));
  const redrive = jobs
    .command('redrive')
    .description('let jobs that have failed for good wait again: one by its id, those of one kind, or all')
    .argument('[id]', 'as `jobs list` names it')
    .option('--job <name>', 'all of one kind, as mail.send')
    .option('--all', 'all of them', false);
  redrive.action((id: string | undefined, { all, job }: RedriveFlags) => {
    if ([id !== undefined, job !== undefined, all].filter(Boolean).length !== 1) redrive.error('error: say one of: an id, --job <name>, --all');
    return id === undefined ? redriveMany(cli, job) : redriveOne(cli, id);
  });
};
