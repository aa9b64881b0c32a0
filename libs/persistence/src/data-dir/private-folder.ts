import { mkdir } from 'node:fs/promises';
import path from 'node:path';

/** Makes a folder that is closed to others, unless it is there; folders above it that have to be made are ordinary ones. */
export async function makePrivateFolder(folder: string): Promise<void> {
  await mkdir(path.dirname(folder), { recursive: true });
  await mkdir(folder, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}
