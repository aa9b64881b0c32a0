import { execFile } from 'node:child_process';
import { readFile, readlink, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { processStart } from '../../data-dir/process-identity.js';

const run = promisify(execFile);

/** What postmaster.pid of a cluster tells (its lines, in order). */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly socketFolder: string;
  readonly status: string;
}

export const READY = 'ready';
export const STOPPING = 'stopping';

function fileOf(cluster: string): string {
  return path.join(cluster, 'postmaster.pid');
}

export async function readPostmasterFile(cluster: string): Promise<Postmaster | null> {
  const text = await readFile(fileOf(cluster), 'utf8').catch(() => '');
  const [pid, , , port, socketFolder, , , status] = text.split('\n').map((line) => line.trim());
  if (!Number(pid)) return null;
  return { pid: Number(pid), port: Number(port), socketFolder: socketFolder ?? '', status: status ?? '' };
}

/** The postmaster that really runs on this cluster: its pid is alive, runs a `postgres`, and works in this folder. Or null. */
export async function findPostmaster(cluster: string): Promise<Postmaster | null> {
  const found = await readPostmasterFile(cluster);
  return found && (await servesCluster(found.pid, cluster)) ? found : null;
}

async function servesCluster(pid: number, cluster: string): Promise<boolean> {
  if ((await processStart(pid)) === null) return false;
  if (process.platform === 'linux') return isPostgresIn(pid, cluster);
  const { stdout } = await run('ps', ['-ww', '-o', 'command=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  return /(^|\/)postgres\b/.test(stdout) && stdout.includes(cluster);
}

async function isPostgresIn(pid: number | string, cluster: string): Promise<boolean> {
  const [executable, folder] = await Promise.all([link(`/proc/${pid}/exe`), link(`/proc/${pid}/cwd`)]);
  // A reinstalled package leaves the running executable "(deleted)".
  return path.basename(executable).replace(/ \(deleted\)$/, '') === 'postgres' && folder === cluster;
}

async function link(file: string): Promise<string> {
  return readlink(file).catch(() => '');
}

/**
 * Removes the lock files of a postmaster that is gone when its pid is a zombie or belongs to something else by now: PostgreSQL itself
 * only looks whether the pid exists, and would refuse to start for good (in a container the same pids come back at every start).
 * Back-ends that are left over still keep a second server out, by their shared memory.
 */
export async function dropRecycledLock(cluster: string, socketFolder: string): Promise<void> {
  const stale = await readPostmasterFile(cluster);
  const lock = path.join(socketFolder, '.s.PGSQL.5432.lock');
  const socketPid = Number((await readFile(lock, 'utf8').catch(() => '')).split('\n')[0]);
  if (stale && (await isForeign(stale.pid, cluster))) await rm(fileOf(cluster), { force: true });
  if (socketPid && (await isForeign(socketPid, cluster))) await rm(lock, { force: true });
}

async function isForeign(pid: number, cluster: string): Promise<boolean> {
  return existsAtAll(pid) && !(await servesCluster(pid, cluster));
}

/** As PostgreSQL asks it: a zombie still exists. */
function existsAtAll(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Server processes of the cluster that outlived their postmaster (Linux; elsewhere none are found). */
export async function findOrphans(cluster: string, processes: readonly string[]): Promise<number[]> {
  const checked = await Promise.all(processes.map(async (pid) => ((await isPostgresIn(pid, cluster)) ? Number(pid) : 0)));
  return checked.filter((pid) => pid > 0);
}
