import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { engineUrl } from '#libs/testing';

const root = path.resolve(import.meta.dirname, '../..');

/** kill -9 of an engine that scripts/engines has started, by the pids it has noted. */
export async function killEngine(name: string): Promise<void> {
  await engines('kill', name);
}

/** Starts it again on its data; resolves when it answers. */
export async function startEngine(name: string): Promise<void> {
  await engines('up', name);
}

async function engines(command: string, name: string): Promise<void> {
  const program = [path.join(root, 'scripts/engines.mjs'), command, name, '--home', engineUrl('CAIRN_ENGINES_DATA')];
  await promisify(execFile)(path.join(root, 'node_modules/.bin/node'), program, { cwd: root });
}
