import { spawn } from 'node:child_process';
import path from 'node:path';
import { root } from './root.mjs';

/** Runs a program with our own tools first on PATH. Quiet: what it printed comes with the error. @throws when it fails */
export function run(command, args, { cwd = root, env = {}, quiet = true } = {}) {
  const PATH = `${path.join(root, 'node_modules/.bin')}${path.delimiter}${process.env.PATH ?? ''}`;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env, PATH }, stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit' });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => {
        output = `${output}${text}`.slice(-20_000);
      });
    }
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0) return resolve(output);
      const error = new Error(`${command} ${args.join(' ')} ended with ${signal ?? `exit code ${code}`}\n${output.trim()}`);
      return reject(Object.assign(error, { output }));
    });
  });
}
