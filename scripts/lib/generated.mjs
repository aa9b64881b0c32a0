// Files that are made, and committed: written by the generators, compared by `--check`.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './root.mjs';

function current(file) {
  try {
    return readFileSync(path.join(root, file), 'utf8');
  } catch {
    return null;
  }
}

/** Writes what differs, or with `check` only names it. Answers the files that were stale. */
export function bringUpToDate(files, { check }) {
  const stale = Object.entries(files).filter(([file, content]) => current(file) !== content);
  if (!check) {
    for (const [file, content] of stale) {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      writeFileSync(path.join(root, file), content);
    }
  }
  return stale.map(([file]) => file);
}

/** Ends a generator: says what it did; under `--check` anything stale fails, with the command that mends it. */
export function report(stale, { check, command }) {
  if (stale.length === 0) process.stdout.write('up to date\n');
  else if (check) process.stderr.write(`stale: ${stale.join(', ')}\n  Fix: ${command}, and commit the result.\n`);
  else process.stdout.write(`written: ${stale.join(', ')}\n`);
  process.exit(check && stale.length > 0 ? 1 : 0);
}
