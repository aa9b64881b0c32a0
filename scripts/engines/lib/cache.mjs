// Installed servers: one folder per engine and version. A folder under its final name is complete, or it is not there.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { locked } from '../../lib/lock.mjs';
import { Refusal } from '../../lib/steps.mjs';
import { cacheFolder } from './places.mjs';

const STAMP = '.installed.json';

/** Where the engine's programs are, installed or not. */
export function folderOf(engine) {
  return path.join(cacheFolder(), `${engine.name}-${engine.version}`);
}

/** What is known of the installation: bytes, seconds, when; null when there is none. */
export function installed(engine) {
  const stamp = path.join(folderOf(engine), STAMP);
  return existsSync(stamp) ? JSON.parse(readFileSync(stamp, 'utf8')) : null;
}

function bytesIn(folder) {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return entries.reduce((sum, entry) => sum + statSync(path.join(entry.parentPath, entry.name)).size, 0);
}

/** Drops what an installation that was killed left behind; the lock says that none is running. */
function clearLeftovers(engine) {
  for (const name of readdirSync(cacheFolder())) {
    if (name.startsWith(`.${engine.name}-`) && !name.endsWith('.lock')) rmSync(path.join(cacheFolder(), name), { recursive: true, force: true });
  }
}

/** Installs the engine unless it is there. Answers the stamp, with `fresh` when this call installed it. */
export async function install(engine) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Refusal(`scripts/engines knows servers for Linux on x64; this is ${process.platform} ${process.arch}.`, 'run the servers yourself and set their URLs: see docs/operations/engines.md.');
  }
  mkdirSync(cacheFolder(), { recursive: true, mode: 0o755 });
  return locked(path.join(cacheFolder(), `.${engine.name}.lock`), async () => {
    const before = installed(engine);
    if (before) return { ...before, fresh: false };
    clearLeftovers(engine);
    const began = Date.now();
    const partial = path.join(cacheFolder(), `.${engine.name}-partial-${process.pid}`);
    const scratch = path.join(cacheFolder(), `.${engine.name}-scratch-${process.pid}`);
    for (const folder of [partial, scratch]) mkdirSync(folder, { recursive: true, mode: 0o755 });
    try {
      await engine.install({ into: partial, scratch });
      const stamp = { version: engine.version, bytes: bytesIn(partial), seconds: Math.round((Date.now() - began) / 100) / 10, at: new Date().toISOString() };
      writeFileSync(path.join(partial, STAMP), `${JSON.stringify(stamp)}\n`);
      rmSync(folderOf(engine), { recursive: true, force: true });
      renameSync(partial, folderOf(engine));
      return { ...stamp, fresh: true };
    } finally {
      for (const folder of [partial, scratch]) rmSync(folder, { recursive: true, force: true });
    }
  });
}
