import { createHash } from 'node:crypto';
import { chown, lstat, mkdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makePrivateFolder } from '../../data-dir/private-folder.js';
import { readOrCreateSecret, readSecret } from '../../data-dir/secret-files.js';
import { StartupError } from '../../data-dir/startup-error.js';
import { findBinaries, MAJOR_VERSION, type PostgresBinaries } from './postgres-binaries.js';
import { runToEnd } from './server-process.js';
import { settingsFile } from './server-settings.js';
import { chooseServerUser, letPass, openForReading, requireReachable, type ServerUser } from './server-user.js';

/** The role and the database of Cairn: owner of its database, no superuser. */
export const ROLE = 'cairn';
const SECRET = 'postgres';
/** sun_path holds 104 bytes on macOS, 108 on Linux, the final NUL included. */
const LONGEST_SOCKET = 103;
const SOCKET = '.s.PGSQL.5432';

/** The files of one embedded PostgreSQL. Methods that write may only run while the server does not, under the cluster's lock. */
export class Cluster {
  private constructor(
    readonly dataDir: string,
    readonly binaries: PostgresBinaries,
    readonly user: ServerUser | null,
    readonly socketFolder: string,
  ) {}

  static async at(folder: string): Promise<Cluster> {
    const binaries = await findBinaries();
    await makePrivateFolder(folder);
    await makePrivateFolder(path.join(folder, 'run'));
    const dataDir = await realpath(folder);
    const user = await chooseServerUser(dataDir, path.join(dataDir, 'postgres'));
    return new Cluster(dataDir, binaries, user, socketFolderOf(dataDir));
  }

  get folder(): string {
    return path.join(this.dataDir, 'postgres');
  }

  get logFolder(): string {
    return path.join(this.dataDir, 'log', 'postgres');
  }

  /** @throws StartupError when the password is gone */
  async password(): Promise<string> {
    const password = await readSecret(this.dataDir, SECRET);
    if (password !== null) return password;
    throw new StartupError(`The database password ${path.join(this.dataDir, 'secrets', SECRET)} is missing.`, 'stop Cairn and start it again: it then makes a new one.');
  }

  /** Everything that has to be there before the server can start: folders, the cluster itself, its configuration. */
  async prepare(log: (line: string) => void): Promise<void> {
    await this.openFolders();
    const version = await readFile(path.join(this.folder, 'PG_VERSION'), 'utf8').catch(() => null);
    if (version === null) await this.create(log);
    else if (version.trim() !== MAJOR_VERSION) {
      throw new StartupError(
        `${this.folder} was made by PostgreSQL ${version.trim()}, and this Cairn brings ${MAJOR_VERSION}.`,
        'go back to the Cairn that wrote it and make a backup there, or set DATABASE_URL to a PostgreSQL that holds the data.',
      );
    }
    await this.configure(this.folder);
    if ((await readSecret(this.dataDir, SECRET)) === null) await this.renewPassword();
  }

  private async openFolders(): Promise<void> {
    await makePrivateFolder(path.join(this.dataDir, 'log'));
    if (this.user) {
      await requireReachable(path.dirname(this.dataDir), this.user, 'the data folder');
      await openForReading(this.binaries.folder, this.binaries.postgres);
      await requireReachable(path.dirname(this.binaries.postgres), this.user, "PostgreSQL's programs");
      for (const folder of ['.', 'log', 'run']) await letPass(path.join(this.dataDir, folder), this.user);
    }
    for (const folder of [this.logFolder, this.socketFolder]) await this.ownFolder(folder);
  }

  /** A folder that only the server's user may enter. @throws StartupError when somebody else has put one there */
  private async ownFolder(folder: string): Promise<void> {
    const made = await mkdir(folder, { mode: 0o700 }).then(
      () => true,
      (error: NodeJS.ErrnoException) => error.code !== 'EEXIST' && Promise.reject(error),
    );
    const owner = this.user?.uid ?? process.getuid?.();
    if (made && this.user) await chown(folder, this.user.uid, this.user.gid);
    const found = await lstat(folder);
    if (found.isDirectory() && found.uid === owner && (found.mode & 0o077) === 0) return;
    throw new StartupError(`${folder} is not a folder that only user ${owner} may enter.`, `remove it (rm -r ${JSON.stringify(folder)}); Cairn makes it anew.`);
  }

  /** Made aside and renamed when whole, so that a crash half-way leaves nothing that looks like a cluster. */
  private async create(log: (line: string) => void): Promise<void> {
    log('creating the database');
    const draft = `${this.folder}.new`;
    await rm(draft, { recursive: true, force: true });
    await rm(path.join(this.dataDir, 'secrets', SECRET), { force: true });
    const password = await readOrCreateSecret(this.dataDir, SECRET);
    await this.ownFolder(draft);
    await this.initialise(draft);
    await this.configure(draft);
    await this.single(draft, [
      // createdb: tests clone databases. pg_monitor: metrics.
      `create role ${ROLE} login createdb password '${password}';`,
      `grant pg_monitor to ${ROLE};`,
      `create database ${ROLE} owner ${ROLE};`,
    ]);
    await rm(this.folder, { recursive: true, force: true });
    await rename(draft, this.folder);
  }

  private async initialise(folder: string): Promise<void> {
    const locale = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8';
    // pg_trgm and the text parser ask libc's ctype; sorting is PostgreSQL's own.
    const locales = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', `--lc-ctype=${locale}`, '--lc-collate=C', '--lc-messages=C'];
    // No auth here means trust, until `configure` replaces pg_hba.conf; the server never listens before that.
    const args = ['-D', folder, '--username=postgres', '--encoding=UTF8', '--no-instructions', '--auth=trust', ...locales];
    const { code, output } = await runToEnd(this.binaries.initdb, args, { user: this.user, cwd: folder });
    if (code !== 0) throw new StartupError(`The database could not be created in ${this.dataDir}:\n${output.trim()}`, 'see the lines above.');
  }

  private async configure(folder: string): Promise<void> {
    const main = path.join(folder, 'postgresql.conf');
    const text = await readFile(main, 'utf8');
    const include = "include_if_exists 'cairn.conf'";
    if (!text.includes(include)) await this.write(main, `${text}\n${include}\n# Settings below this line overrule Cairn's.\n`);
    await this.write(path.join(folder, 'cairn.conf'), settingsFile());
    await this.write(path.join(folder, 'pg_hba.conf'), '# Written by Cairn at every start.\nlocal all all scram-sha-256\n');
  }

  private async renewPassword(): Promise<void> {
    const password = await readOrCreateSecret(this.dataDir, SECRET);
    await this.single(this.folder, [`alter role ${ROLE} password '${password}';`]);
  }

  /** Statements in single-user mode, one a line: no server, no socket, no log-in. */
  private async single(folder: string, statements: string[]): Promise<void> {
    const args = ['--single', '-D', folder, 'postgres'];
    const { code, output } = await runToEnd(this.binaries.postgres, args, { user: this.user, cwd: folder, input: `${statements.join('\n')}\n` });
    const failed = /^.*(ERROR|FATAL|PANIC):.*$/m.exec(output);
    if (code !== 0 || failed) throw new Error(`the database could not be set up: ${failed?.[0] ?? output.trim()}`);
  }

  private async write(file: string, content: string): Promise<void> {
    await writeFile(file, content, { mode: 0o600 });
    if (this.user) await chown(file, this.user.uid, this.user.gid);
  }
}

/** In the data folder when its path is short enough for a socket, else in a folder of that name's hash below /tmp. */
function socketFolderOf(dataDir: string): string {
  const inside = path.join(dataDir, 'run', 'postgres');
  if (Buffer.byteLength(path.join(inside, SOCKET)) <= LONGEST_SOCKET) return inside;
  const hash = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  const base = Buffer.byteLength(tmpdir()) <= 60 ? tmpdir() : '/tmp';
  return path.join(base, `cairn-${hash}`);
}
