import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);
const STATE = 0;
const START_TICKS = 19;

/** A process that a recycled pid cannot impersonate: the pid and the moment the process started, as the system tells it. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startedAt: string;
}

async function fromProc(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (stat === null) return null;
  // The command name is in parentheses and may hold anything; the fields after the last ")" are numbered from the state on.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[STATE] === 'Z' || fields[STATE] === 'X' ? null : (fields[START_TICKS] ?? null);
}

async function fromPs(pid: number): Promise<string | null> {
  const listed = await run('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { env: { PATH: '/bin:/usr/bin', LC_ALL: 'C' } }).catch(() => null);
  const line = listed?.stdout.trim() ?? '';
  return line === '' || line.startsWith('Z') ? null : line.replace(/^\S+\s+/, '');
}

/** When the process started, in a form that is only good for comparing; null when there is no such process or it is a zombie. */
export async function processStart(pid: number): Promise<string | null> {
  return process.platform === 'linux' ? fromProc(pid) : fromPs(pid);
}

export async function isRunning(identity: ProcessIdentity): Promise<boolean> {
  return (await processStart(identity.pid)) === identity.startedAt;
}

let self: Promise<ProcessIdentity> | undefined;

export function ownIdentity(): Promise<ProcessIdentity> {
  self ??= processStart(process.pid).then((startedAt) => ({ pid: process.pid, startedAt: startedAt ?? '' }));
  return self;
}
