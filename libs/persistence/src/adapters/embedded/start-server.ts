import type { ChildProcess } from 'node:child_process';
import { open, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { processStart } from '../../data-dir/process-identity.js';
import { StartupError } from '../../data-dir/startup-error.js';
import type { Cluster } from './cluster.js';
import { dropRecycledLock, findOrphans, findPostmaster, type Postmaster, READY, STOPPING } from './postmaster-file.js';
import { spawnServer } from './server-process.js';
import { fixedSettings } from './server-settings.js';

type Log = (line: string) => void;

const POLL_MS = 10;
const STOP_PATIENCE_MS = 60_000;
const ORPHAN_PATIENCE_MS = 10_000;
/** After this long, back-ends that do not notice their postmaster's death by themselves are told to quit. */
const ORPHAN_GRACE_MS = 2_000;
const STILL_IN_USE = /pre-existing shared memory block/;

/** The ready server of the cluster; one that is just starting or stopping is waited for. Null when none runs. */
export async function findReadyServer(cluster: Cluster, log: Log): Promise<Postmaster | null> {
  const found = await findPostmaster(cluster.folder);
  if (!found) return null;
  if (found.status === STOPPING) {
    await waitForEnd(found.pid, STOP_PATIENCE_MS);
    return null;
  }
  return waitUntilReady(cluster, found.pid, log);
}

/** Starts the server and waits until it takes connections, crash recovery included. @throws StartupError with its own words */
export async function startServer(cluster: Cluster, log: Log): Promise<Postmaster> {
  const deadline = Date.now() + ORPHAN_PATIENCE_MS;
  const began = Date.now();
  for (;;) {
    await dropRecycledLock(cluster.folder, cluster.socketFolder);
    const { server, said } = await launch(cluster, log);
    if (server) return server;
    if (!STILL_IN_USE.test(said) || Date.now() > deadline) {
      throw new StartupError(`PostgreSQL did not start:\n${said.trim()}`, `see above, and the files in ${cluster.logFolder}.`);
    }
    if (Date.now() - began > ORPHAN_GRACE_MS) await endOrphans(cluster, log);
    await sleep(100);
  }
}

async function launch(cluster: Cluster, log: Log): Promise<{ server: Postmaster | null; said: string }> {
  const logFile = path.join(cluster.dataDir, 'log', 'postgres-start.log');
  // Removed first: it may be another user's, from a start as root.
  await rm(logFile, { force: true });
  const file = await open(logFile, 'w', 0o600);
  const args = ['-D', cluster.folder, ...fixedSettings(cluster.socketFolder, cluster.logFolder)];
  let child: ChildProcess;
  try {
    child = spawnServer(cluster.binaries.postgres, args, { user: cluster.user, cwd: cluster.folder, logFile: file.fd });
  } finally {
    await file.close();
  }
  const failure = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(`it ended at once (${signal ?? `exit code ${code}`})`));
  });
  const outcome = await Promise.race([waitUntilReady(cluster, child.pid ?? 0, log), failure]);
  if (outcome !== null && typeof outcome === 'object') return { server: outcome, said: '' };
  const why = typeof outcome === 'string' ? outcome : await failure;
  return { server: null, said: `${await readFile(logFile, 'utf8').catch(() => '')}${why}` };
}

/** Polls postmaster.pid, which the server itself marks as ready. Null when the process ends before. */
async function waitUntilReady(cluster: Cluster, pid: number, log: Log): Promise<Postmaster | null> {
  let nextWord = Date.now() + 5_000;
  while ((await processStart(pid)) !== null) {
    const found = await findPostmaster(cluster.folder);
    if (found?.pid === pid && found.status === READY) return found;
    if (Date.now() > nextWord) {
      log('PostgreSQL is still starting (after a crash it replays its log first)');
      nextWord += 5_000;
    }
    await sleep(POLL_MS);
  }
  return null;
}

/** True when the process is gone in time. */
export async function waitForEnd(pid: number, patienceMs: number): Promise<boolean> {
  const deadline = Date.now() + patienceMs;
  while ((await processStart(pid)) !== null) {
    if (Date.now() > deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}

/** Fast shutdown: sessions are ended, everything is written. When that takes too long, the immediate one (its log is replayed later). */
export async function stopServer(cluster: Cluster, log: Log): Promise<void> {
  const running = await findPostmaster(cluster.folder);
  if (!running) return;
  send(running.pid, 'SIGINT');
  if (await waitForEnd(running.pid, 30_000)) return;
  log('PostgreSQL takes too long to stop: ending it');
  send(running.pid, 'SIGQUIT');
  if (!(await waitForEnd(running.pid, 10_000))) send(running.pid, 'SIGKILL');
}

async function endOrphans(cluster: Cluster, log: Log): Promise<void> {
  const processes = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  const orphans = await findOrphans(cluster.folder, processes);
  if (orphans.length > 0) log(`ending ${orphans.length} back-ends that a killed PostgreSQL left behind`);
  for (const pid of orphans) send(pid, 'SIGQUIT');
}

function send(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Gone already.
  }
}
