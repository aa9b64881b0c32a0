// Installs what package-lock.json asks for, when it is not there yet.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './root.mjs';
import { run } from './run.mjs';
import { Refusal } from './steps.mjs';

const STAMP = 'node_modules/.cairn-install.json';

function read(file) {
  try {
    return JSON.parse(readFileSync(path.join(root, file), 'utf8'));
  } catch {
    return null;
  }
}

function lockHash() {
  return createHash('sha256').update(readFileSync(path.join(root, 'package-lock.json'))).digest('hex');
}

/** True when every package of the lock that this system needs is in node_modules, by npm's own list of what it put there. */
function holdsEverything(dev) {
  const wanted = read('package-lock.json')?.packages;
  const present = read('node_modules/.package-lock.json')?.packages;
  if (!wanted || !present) return false;
  return Object.entries(wanted).every(([name, entry]) => {
    if (!name.startsWith('node_modules/') || entry.link || entry.optional || entry.peer) return true;
    if (!dev && (entry.dev || entry.devOptional)) return true;
    return present[name]?.version === entry.version;
  });
}

/**
 * Makes node_modules what the lock says; `dev` with the development dependencies. An earlier full install is never pruned.
 * `announce` wraps the part that takes time. Answers whether anything was installed.
 */
export async function ensureInstalled({ dev = false, announce = (work) => work() } = {}) {
  const before = read(STAMP);
  if (before?.lock === lockHash() && (before.dev || !dev)) return false;
  // npm may have been run by hand, before us or since: then there is nothing to do but to note it.
  const full = dev || before?.dev === true || holdsEverything(true);
  const missing = !holdsEverything(full);
  if (missing) await announce(() => install(full));
  await ensureRuntime();
  writeFileSync(path.join(root, STAMP), `${JSON.stringify({ lock: lockHash(), dev: full })}\n`);
  return missing;
}

async function install(full) {
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error', ...(full ? [] : ['--omit=dev'])];
  try {
    await npm(args);
  } catch (error) {
    const offline = /ENOTFOUND|ETIMEDOUT|ECONNREFUSED|EAI_AGAIN|ECONNRESET/.test(error.output ?? '');
    const noSpace = /ENOSPC/.test(error.output ?? '');
    const fix = offline ? 'check the network, or npm config get registry.' : noSpace ? 'free some disk space.' : 'see the lines above.';
    throw new Refusal(`The packages could not be installed.\n${(error.output ?? error.message).trim()}`, fix);
  }
}

/** The npm package `node` fetches its program in an install script, which npm may have been told not to run. */
async function ensureRuntime() {
  const program = path.join(root, 'node_modules/node/bin/node');
  if (!existsSync(program)) await run(process.execPath, ['installArchSpecificPackage.js'], { cwd: path.join(root, 'node_modules/node') });
  const link = path.join(root, 'node_modules/.bin/node');
  // npm links only programs that are there when it looks; with it our scripts find this Node first.
  if (!existsSync(link)) symlinkSync('../node/bin/node', link);
}

/** The npm that runs us, if one does: the `npm` on PATH may be another. */
function npm(args) {
  const cli = process.env.npm_execpath;
  return cli?.endsWith('.js') ? run(process.execPath, [cli, ...args]) : run('npm', args);
}
