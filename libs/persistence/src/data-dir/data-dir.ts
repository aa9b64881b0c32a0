import { access, chmod, constants, readdir, readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { PidLock } from './pid-lock.js';
import type { ProcessIdentity } from './process-identity.js';
import { makePrivateFolder } from './private-folder.js';
import { readOrCreateSecret } from './secret-files.js';
import { StartupError } from './startup-error.js';
import { writeOnce } from './write-once.js';

const MARKER = 'cairn.json';
const FORMAT = 1;
const FOLDERS = ['secrets', 'media', 'log', 'run'] as const;
/** A fresh volume or a checkout may carry these without being anybody's data. */
const HARMLESS = new Set(['lost+found', '.gitkeep', '.DS_Store']);

export interface DataDirOptions {
  /** Held until `close` or the end of the process: for the one server that runs on this folder. */
  exclusive?: boolean;
}

/**
 * The folder that holds everything Cairn keeps on this machine: `postgres/` (made by the embedded PostgreSQL), `secrets/`, `media/`,
 * `log/`, `run/`, and a marker with the version of this layout. Closed to other users, except that PostgreSQL's own user may pass
 * through it when Cairn runs as root (the embedded adapter opens it that far).
 */
export class DataDir {
  /** Absolute, without symbolic links. */
  readonly path: string;

  private constructor(
    folder: string,
    private readonly lock: PidLock | null,
  ) {
    this.path = folder;
  }

  /** Opens the folder, making it when absent. @throws StartupError naming what is wrong with it and the fix */
  static async open(folder: string, options: DataDirOptions = {}): Promise<DataDir> {
    const wanted = path.resolve(folder);
    await makePrivateFolder(wanted).catch((error: NodeJS.ErrnoException) => {
      throw unusable(wanted, error);
    });
    if (!(await stat(wanted)).isDirectory()) throw new StartupError(`DATA_DIR ${wanted} is not a folder.`, 'set DATA_DIR to a folder.');
    await access(wanted, constants.R_OK | constants.W_OK | constants.X_OK).catch((error: NodeJS.ErrnoException) => {
      throw unusable(wanted, error);
    });
    const real = await realpath(wanted);
    await checkFormat(real);
    for (const name of FOLDERS) await makePrivateFolder(path.join(real, name));
    const lock = options.exclusive ? await takeExclusively(real) : null;
    return new DataDir(real, lock);
  }

  /** A folder or file of the layout. */
  resolve(...parts: string[]): string {
    return path.join(this.path, ...parts);
  }

  /** The secret of this name: 43 characters of base64url, generated on first use, mode 0600. */
  secret(name: string): Promise<string> {
    return readOrCreateSecret(this.path, name);
  }

  /** Who runs the server on this folder right now, or null. */
  static async server(folder: string): Promise<ProcessIdentity | null> {
    return new PidLock(path.join(path.resolve(folder), 'run', 'server.lock')).holder();
  }

  async close(): Promise<void> {
    await this.lock?.release();
  }
}

async function takeExclusively(folder: string): Promise<PidLock> {
  const lock = new PidLock(path.join(folder, 'run', 'server.lock'));
  const holder = await lock.take();
  if (!holder) return lock;
  throw new StartupError(
    `Cairn already runs on ${folder} (process ${holder.pid}).`,
    `stop it (kill ${holder.pid}), or set DATA_DIR and PORT to run a second one beside it.`,
  );
}

async function checkFormat(folder: string): Promise<void> {
  const marker = path.join(folder, MARKER);
  const text = await readFile(marker, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw unusable(folder, error);
  });
  if (text === null) return claim(folder, marker);
  const format = formatOf(text);
  if (format === null) {
    throw new StartupError(`${marker} cannot be read as Cairn's marker.`, `restore it from a backup, or set DATA_DIR to another folder.`);
  }
  if (format > FORMAT) {
    throw new StartupError(
      `DATA_DIR ${folder} was written by a newer Cairn (format ${format}, this one knows ${FORMAT}).`,
      'run that newer version, or set DATA_DIR to another folder.',
    );
  }
}

function formatOf(text: string): number | null {
  try {
    const { format } = JSON.parse(text) as { format?: unknown };
    return typeof format === 'number' && Number.isInteger(format) ? format : null;
  } catch {
    return null;
  }
}

/** Makes an empty folder ours. */
async function claim(folder: string, marker: string): Promise<void> {
  const found = (await readdir(folder)).filter((name) => !HARMLESS.has(name) && !name.startsWith(`${MARKER}.`));
  // Another process of ours claimed it this very moment.
  if (found.includes(MARKER)) return;
  if (found.length > 0) {
    throw new StartupError(
      `DATA_DIR ${folder} is not empty and not Cairn's: it holds ${found.slice(0, 3).join(', ')}${found.length > 3 ? ', …' : ''}.`,
      'set DATA_DIR to an empty folder, or to one that Cairn made.',
    );
  }
  try {
    await chmod(folder, 0o700);
    await writeOnce(marker, `${JSON.stringify({ product: 'cairn', format: FORMAT }, null, 2)}\n`);
  } catch (error) {
    throw unusable(folder, error as NodeJS.ErrnoException);
  }
}

function unusable(folder: string, error: NodeJS.ErrnoException): StartupError {
  if (error.code === 'ENOTDIR' || error.code === 'EEXIST') {
    return new StartupError(`DATA_DIR ${folder} is not a folder, or runs through a file.`, 'set DATA_DIR to a folder.', { cause: error });
  }
  if (error.code === 'ENOSPC') {
    return new StartupError(`The disk that holds DATA_DIR ${folder} is full.`, 'free some space, or set DATA_DIR to a folder on another disk.');
  }
  const user = process.getuid?.() ?? '';
  return new StartupError(
    `DATA_DIR ${folder} cannot be read and written by this user (${error.code ?? error.message}).`,
    `give it to the user that runs Cairn (sudo chown -R ${user} ${JSON.stringify(folder)}), or set DATA_DIR to a folder you may write.`,
    { cause: error },
  );
}
