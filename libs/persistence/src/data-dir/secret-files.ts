import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { makePrivateFolder } from './private-folder.js';
import { writeOnce } from './write-once.js';

/** A file below `secrets/` of a data folder: 32 random bytes as base64url, mode 0600, made on first use and kept. */
export async function readOrCreateSecret(dataDir: string, name: string): Promise<string> {
  return (await readSecret(dataDir, name)) ?? createSecret(dataDir, name);
}

/** The secret, or null when it was never made (or somebody removed it). */
export async function readSecret(dataDir: string, name: string): Promise<string | null> {
  const text = await readFile(path.join(dataDir, 'secrets', name), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return text.trim() || null;
}

async function createSecret(dataDir: string, name: string): Promise<string> {
  const folder = path.join(dataDir, 'secrets');
  await makePrivateFolder(folder);
  await writeOnce(path.join(folder, name), randomBytes(32).toString('base64url'));
  const secret = await readSecret(dataDir, name);
  if (secret === null) throw new Error(`${path.join(folder, name)} is empty: remove it`);
  return secret;
}
