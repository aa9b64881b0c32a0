import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { ServerUser } from './server-user.js';

/** Nothing of our environment: not LANG, not PG*, not NODE_OPTIONS. */
const ENVIRONMENT = { PATH: '/usr/bin:/bin', LC_ALL: process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8', TZ: 'UTC' };

interface RunOptions {
  user: ServerUser | null;
  cwd: string;
  input?: string;
}

function identity(user: ServerUser | null): { uid?: number; gid?: number } {
  return user ? { uid: user.uid, gid: user.gid } : {};
}

/** Runs one of PostgreSQL's programs to its end. */
export async function runToEnd(program: string, args: string[], { user, cwd, input }: RunOptions): Promise<{ code: number | null; output: string }> {
  const child = spawn(program, args, { cwd, env: ENVIRONMENT, stdio: 'pipe', ...identity(user) });
  child.stdin.on('error', () => undefined);
  child.stdin.end(input ?? '');
  const [[code], out, err] = await Promise.all([once(child, 'close') as Promise<[number | null]>, text(child.stdout), text(child.stderr)]);
  return { code, output: out + err };
}

/** Starts the server in a session of its own, so that a Ctrl-C in the terminal does not reach it, and without holding on to us. */
export function spawnServer(program: string, args: string[], options: { user: ServerUser | null; cwd: string; logFile: number }): ChildProcess {
  const { user, cwd, logFile } = options;
  const child = spawn(program, args, { cwd, env: ENVIRONMENT, stdio: ['ignore', logFile, logFile], detached: true, ...identity(user) });
  child.unref();
  return child;
}
