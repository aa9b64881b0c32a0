// Processes by identity: a pid alone may have been given to somebody else since.
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

export const NOBODY = 65_534;

const STATE = 0;
const THREADS = 17;
const START_TICKS = 19;

function statOf(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The name in parentheses may hold anything.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

const isZombie = (fields) => fields[STATE] === 'Z' || fields[STATE] === 'X';

/** Which program runs under the pid and since when; null when there is none, or only its zombie. */
export function identityOf(pid) {
  try {
    const fields = statOf(pid);
    if (isZombie(fields)) return null;
    return { pid, startedAt: fields[START_TICKS], executable: readlinkSync(`/proc/${pid}/exe`) };
  } catch {
    return null;
  }
}

export function isSame(recorded) {
  const now = identityOf(recorded.pid);
  return now !== null && now.startedAt === recorded.startedAt && now.executable === recorded.executable;
}

function send(recorded, signal) {
  if (!isSame(recorded)) return;
  try {
    process.kill(recorded.pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

function hasProgram(pid) {
  try {
    return readlinkSync(`/proc/${pid}/exe`) !== '';
  } catch {
    return false;
  }
}

/** True while a process that runs no program any more still has threads: until the last one has ended, its port and its files stay taken. */
function isEnding({ pid, startedAt }) {
  try {
    const fields = statOf(pid);
    return fields[START_TICKS] === startedAt && (isZombie(fields) ? Number(fields[THREADS]) > 1 : !hasProgram(pid));
  } catch {
    return false;
  }
}

async function gone(recorded, patienceMs) {
  const deadline = Date.now() + patienceMs;
  while (isSame(recorded) || isEnding(recorded)) {
    if (Date.now() > deadline) return false;
    await sleep(20);
  }
  return true;
}

/** Ends the recorded process, if it is still that one: asked first, killed when it does not listen. */
export async function end(recorded, { signal = 'SIGTERM', patienceMs = 20_000 } = {}) {
  send(recorded, signal);
  if (await gone(recorded, patienceMs)) return;
  send(recorded, 'SIGKILL');
  await gone(recorded, 10_000);
}

function childrenOfThread(pid, thread) {
  try {
    return readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
  } catch {
    // It has ended meanwhile.
    return [];
  }
}

/** Pids of the direct children, whichever thread has started them: a JVM never does so from its first. */
export function childrenOf(pid) {
  return readdirSync(`/proc/${pid}/task`).flatMap((thread) => childrenOfThread(pid, thread));
}

/** As root some programs refuse to run: they run as nobody. */
export const otherUser = () => (process.getuid() === 0 ? { uid: NOBODY, gid: NOBODY } : {});

/** Runs a program that refuses root, to its end. @throws with what it said when it fails */
export async function runToEnd(command, args, { cwd }) {
  const options = { cwd, env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', TZ: 'UTC' }, ...otherUser() };
  await promisify(execFile)(command, args, options).catch((error) => {
    throw new Error(`${path.basename(command)}: ${error.stderr || error.message}`, { cause: error });
  });
}
