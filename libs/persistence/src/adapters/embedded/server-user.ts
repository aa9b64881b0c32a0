import { chmod, chown, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { StartupError } from '../../data-dir/startup-error.js';

/** The user PostgreSQL runs as when Cairn runs as root, which PostgreSQL refuses to. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
  readonly name: string;
}

const PREFERRED = ['postgres', 'nobody'];

/**
 * Null unless we are root. Then the owner of an existing cluster or data folder, so that a data folder keeps its owner;
 * else an unprivileged user that every system has.
 */
export async function chooseServerUser(dataDir: string, cluster: string): Promise<ServerUser | null> {
  if (process.getuid?.() !== 0) return null;
  const users = await listUsers();
  for (const folder of [cluster, dataDir]) {
    const owner = (await stat(folder).catch(() => null))?.uid ?? 0;
    const user = users.find(({ uid }) => uid === owner && uid !== 0);
    if (user) return user;
  }
  const user = PREFERRED.map((name) => users.find((known) => known.name === name)).find((known) => known && known.uid !== 0);
  if (user) return user;
  throw new StartupError(
    'PostgreSQL does not run as root, and there is no user "nobody" or "postgres" to run it as.',
    'add one (useradd --system postgres), or run Cairn as an ordinary user.',
  );
}

async function listUsers(): Promise<ServerUser[]> {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n');
  return lines
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 4)
    .map(([name, , uid, gid]) => ({ name: name!, uid: Number(uid), gid: Number(gid) }));
}

/** Makes sure that the other user can get to a folder through all folders above it. @throws StartupError naming the closed ones */
export async function requireReachable(target: string, user: ServerUser, what: string): Promise<void> {
  const parts = target.split(path.sep).filter(Boolean);
  const closed: string[] = [];
  for (let depth = 0; depth <= parts.length; depth += 1) {
    const folder = path.sep + parts.slice(0, depth).join(path.sep);
    if (!(await maySearch(folder, user))) closed.push(folder);
  }
  if (closed.length === 0) return;
  throw new StartupError(
    `Cairn runs as root, so PostgreSQL runs as user "${user.name}", and that user cannot get into ${closed.join(', ')} (on the way to ${what}, ${target}).`,
    `let it pass through (chmod o+x ${closed.map((folder) => JSON.stringify(folder)).join(' ')}), or use a place outside (DATA_DIR=/var/lib/cairn), or run Cairn as an ordinary user.`,
  );
}

/** Lets everybody read a folder of programs, as npm leaves it unless root's umask says otherwise. */
export async function openForReading(folder: string, probe: string): Promise<void> {
  if (((await stat(probe)).mode & 0o005) === 0o005) return;
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const { mode } = await stat(file);
    await chmod(file, (mode & 0o700) | ((mode & 0o500) >> 3) | ((mode & 0o500) >> 6));
  }
}

async function maySearch(folder: string, { uid, gid }: ServerUser): Promise<boolean> {
  const { mode, uid: owner, gid: group } = await stat(folder);
  if (owner === uid) return (mode & 0o100) !== 0;
  if (group === gid) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
}

/** Lets the other user pass through a folder of ours, without reading or listing it. */
export async function letPass(folder: string, user: ServerUser): Promise<void> {
  if (await maySearch(folder, user)) return;
  const { mode, uid } = await stat(folder);
  await chown(folder, uid, user.gid);
  await chmod(folder, (mode & 0o700) | 0o010);
}
