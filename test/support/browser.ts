import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium as playwright } from 'playwright-core';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '../..');
const CACHE = path.join(root, 'node_modules/.cache/chromium');

// The package's own flags are made for serverless machines: one process for everything, no sandboxed frames.
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

// In a process of its own: the package unpacks into the temporary folder, and takes whatever Chromium it finds there.
const UNPACK = `
import chromium, { inflate } from '@sparticuz/chromium';
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
const program = await chromium.executablePath();
const needs = execFileSync('ldd', [program], { encoding: 'utf8' });
// The package carries the libraries that a bare machine lacks.
if (needs.includes('not found')) await inflate(fileURLToPath(new URL('../bin/al2023.tar.br', import.meta.resolve('@sparticuz/chromium'))));
`;

async function unpack(): Promise<void> {
  const made = `${CACHE}.${process.pid}`;
  mkdirSync(made, { recursive: true });
  await run(process.execPath, ['--input-type=module', '--eval', UNPACK], { cwd: root, env: { ...process.env, TMPDIR: made } });
  try {
    renameSync(made, CACHE);
  } catch {
    // Another test process was quicker.
    rmSync(made, { recursive: true, force: true });
  }
}

/** A Chromium that came through npm. Close it when the tests are done. */
export async function openBrowser(): Promise<Browser> {
  if (!existsSync(path.join(CACHE, 'chromium'))) await unpack();
  const libraries = path.join(CACHE, 'al2023/lib');
  const env = { ...process.env, ...(existsSync(libraries) ? { LD_LIBRARY_PATH: libraries } : {}) } as Record<string, string>;
  return playwright.launch({ executablePath: path.join(CACHE, 'chromium'), headless: true, args: FLAGS, env });
}
