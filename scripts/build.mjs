// Builds dist/ and web/dist when a source has changed since. `--server`: without the web client. `--force`: always. `--quiet`: only errors.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { locked } from './lib/lock.mjs';
import { root } from './lib/root.mjs';
import { run } from './lib/run.mjs';
import { step } from './lib/steps.mjs';

const SKIPPED = new Set(['node_modules', 'dist', 'coverage']);

/** What is built, from what, and where a finished build shows. */
const PARTS = {
  server: { title: 'Building the server', sources: ['src', 'libs', '.swcrc', 'package.json'], result: 'dist/src', build: buildServer },
  web: { title: 'Building the web client', sources: ['web', 'clients/sdk', 'libs/rich-text/src', 'libs/kernel', 'package-lock.json'], result: 'web/dist', build: buildWeb },
};

function* files(entry) {
  const absolute = path.join(root, entry);
  const stat = statSync(absolute, { throwIfNoEntry: false });
  if (stat?.isFile()) yield [entry, stat];
  else if (stat) for (const name of readdirSync(absolute).sort()) if (!SKIPPED.has(name)) yield* files(path.join(entry, name));
}

/** Changes when a file appears, vanishes, or is written. */
function fingerprint(entries) {
  const hash = createHash('sha256');
  for (const entry of entries) for (const [file, stat] of files(entry)) hash.update(`${file}:${stat.size}:${stat.mtimeMs}\n`);
  return hash.digest('hex');
}

async function buildServer() {
  // A file that is gone from the sources must be gone from dist too, but a running server still loads from here: rewrite, then prune.
  await run('swc', ['src', 'libs', '-d', 'dist', '--quiet'], { env: { NODE_ENV: 'production' } });
  prune('dist/src');
  prune('dist/libs');
}

function prune(folder) {
  for (const [file] of files(folder)) {
    const source = file.slice('dist/'.length).replace(/\.js(\.map)?$/, '');
    if (!existsSync(path.join(root, `${source}.ts`)) && /\.js(\.map)?$/.test(file)) rmSync(path.join(root, file), { force: true });
  }
}

function hasWebBuild() {
  return JSON.parse(readFileSync(path.join(root, 'web/package.json'), 'utf8')).scripts?.build !== undefined;
}

async function buildWeb() {
  await run('npm', ['run', '--silent', 'build'], { cwd: path.join(root, 'web'), env: { NODE_ENV: 'production' } });
}

async function bringUpToDate(name, force, announce) {
  const { title, sources, result, build: make } = PARTS[name];
  const stamp = path.join(root, `dist/.${name}.stamp`);
  const isCurrent = () => existsSync(stamp) && existsSync(path.join(root, result)) && readFileSync(stamp, 'utf8') === fingerprint(sources);
  if (!force && isCurrent()) return [];
  // One builder at a time: tests, the CLI and `up` may all find the build stale at once.
  return locked(path.join(root, `dist/.${name}.lock`), async () => {
    if (!force && isCurrent()) return [];
    const wanted = fingerprint(sources);
    await announce(title, () => make());
    mkdirSync(path.join(root, 'dist'), { recursive: true });
    writeFileSync(stamp, wanted);
    return [name];
  });
}

/**
 * Brings dist/ up to date and returns the parts that were built. `announce(title, work)` wraps each part that has to be.
 * @throws with the compiler's output
 */
export async function build({ server = true, web = true, force = false, announce = (_title, work) => work() } = {}) {
  const wanted = [...(server ? ['server'] : []), ...(web && hasWebBuild() ? ['web'] : [])];
  const built = [];
  for (const name of wanted) built.push(...(await bringUpToDate(name, force, announce)));
  return built;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const flags = new Set(process.argv.slice(2));
  const quiet = flags.has('--quiet');
  try {
    const built = await build({ web: !flags.has('--server'), force: flags.has('--force'), announce: quiet ? undefined : step });
    if (!quiet && built.length === 0) process.stdout.write('nothing to build\n');
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
