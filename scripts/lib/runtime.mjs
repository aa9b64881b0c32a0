// The Node that runs Cairn: the one that came with `npm ci`.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { root } from './root.mjs';
import { Refusal } from './steps.mjs';

/**
 * Twice V8's default room for new objects, so that what a request needs while it waits for PostgreSQL is gone before it would be copied, and an
 * old generation that grows by less than V8 would let it. Room that is in use under load only: a quiet process gives it back (ADR 0044).
 */
export const MEMORY = ['--max-semi-space-size=32', '--heap-growing-percent=60'];

const OLDEST = 20;
const WANTED = 24;
const major = Number(process.versions.node.split('.')[0]);

export function requireUsableNode() {
  if (major >= OLDEST) return;
  throw new Refusal(`Cairn needs Node ${OLDEST} or newer; this is ${process.versions.node}.`, 'install a current Node (https://nodejs.org) and run the command again.');
}

export function isWantedNode() {
  return major >= WANTED;
}

/** Where the Node of our packages is. */
export function ownNode() {
  const candidates = ['node_modules/.bin/node', 'node_modules/node/bin/node'];
  const found = candidates.map((file) => path.join(root, file)).find(existsSync);
  if (found) return found;
  throw new Refusal('node_modules holds no Node.', 'remove the folder node_modules and run the command again.');
}

/** Runs a script under our own Node in place of this process: same terminal, same signals, same exit code. Does not return. */
export function continueUnder(node, args) {
  if (typeof process.execve === 'function') process.execve(node, [node, ...args], process.env);
  // The channel tells the child when we are killed.
  const child = spawn(node, args, { cwd: process.cwd(), stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('exit', (code, signal) => {
    if (signal) {
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    }
    process.exit(code ?? 1);
  });
  return new Promise(() => undefined);
}
