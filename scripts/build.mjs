// Builds dist/ when a source is newer than the last build. `--server`: without the web client. `--force`: always. `--quiet`: only errors.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(import.meta.dirname, '..');
const SERVER = ['src', 'libs', '.swcrc', 'package.json'];
const WEB = ['web', 'clients/sdk/src', 'libs/kernel', 'package-lock.json'];
const SKIPPED = new Set(['node_modules', 'dist', 'coverage']);

function* files(entry) {
  const absolute = path.join(root, entry);
  if (!existsSync(absolute)) return;
  const stat = statSync(absolute);
  if (stat.isFile()) yield [entry, stat];
  else for (const name of readdirSync(absolute).sort()) if (!SKIPPED.has(name)) yield* files(path.join(entry, name));
}

/** Changes when a file appears, vanishes, or is written. */
function fingerprint(entries) {
  const hash = createHash('sha256');
  for (const entry of entries) for (const [file, stat] of files(entry)) hash.update(`${file}:${stat.size}:${stat.mtimeMs}\n`);
  return hash.digest('hex');
}

function run(command, args, cwd) {
  const env = { ...process.env, NODE_ENV: 'production', PATH: `${path.join(root, 'node_modules/.bin')}${path.delimiter}${process.env.PATH}` };
  const result = spawnSync(command, args, { cwd, encoding: 'utf8', env });
  if (result.status === 0) return;
  throw new Error(`${command} ${args.join(' ')} failed:\n${result.stdout ?? ''}${result.stderr ?? ''}${result.error?.message ?? ''}`);
}

/** One builder at a time: tests, the CLI and `up` may all find the build stale at once. */
async function locked(work) {
  const lock = path.join(root, 'dist/.lock');
  mkdirSync(path.dirname(lock), { recursive: true });
  const deadline = Date.now() + 120_000;
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch {
      const age = existsSync(lock) ? Date.now() - statSync(lock).mtimeMs : 0;
      if (age > 120_000) rmSync(lock, { recursive: true, force: true });
      if (Date.now() > deadline) throw new Error(`another build holds ${lock}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  try {
    return await work();
  } finally {
    rmdirSync(lock);
  }
}

function part(name, entries, build, force) {
  const stamp = path.join(root, `dist/.${name}.stamp`);
  const wanted = fingerprint(entries);
  if (!force && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return false;
  build();
  writeFileSync(stamp, wanted);
  return true;
}

function buildServer() {
  // A file that is gone from the sources must be gone from dist too, but a running server still loads from here: rewrite, then prune.
  run('swc', ['src', 'libs', '-d', 'dist', '--quiet'], root);
  prune('dist/src');
  prune('dist/libs');
}

function prune(folder) {
  for (const [file] of files(folder)) {
    const source = file.slice('dist/'.length).replace(/\.js(\.map)?$/, '');
    if (!existsSync(path.join(root, `${source}.ts`)) && /\.js(\.map)?$/.test(file)) rmSync(path.join(root, file), { force: true });
  }
}

function buildWeb() {
  for (const config of ['vite.config.ts', 'vite.config.mjs', 'vite.config.js']) {
    if (!existsSync(path.join(root, 'web', config))) continue;
    run('npm', ['run', '--silent', 'build'], path.join(root, 'web'));
    return;
  }
}

/** Brings dist/ up to date and returns the parts that were built. @throws with the compiler's output */
export async function build({ server = true, web = true, force = false } = {}) {
  return locked(() => {
    const built = [];
    if (server && part('server', SERVER, buildServer, force)) built.push('server');
    if (web && part('web', WEB, buildWeb, force)) built.push('web');
    return built;
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const flags = new Set(process.argv.slice(2));
  try {
    const built = await build({ web: !flags.has('--server'), force: flags.has('--force') });
    if (!flags.has('--quiet')) process.stdout.write(`built: ${built.join(', ') || 'nothing, all up to date'}\n`);
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
