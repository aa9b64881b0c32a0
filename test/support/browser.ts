import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import chromium, { inflate } from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '../..');
const BIN = path.join(root, 'node_modules/@sparticuz/chromium/bin');
const CACHE = path.join(root, 'node_modules/.cache/chromium');

// The package's own flags are made for serverless machines: one process for everything, no sandboxed frames.
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Unpacks into a folder of our own: the package takes whatever Chromium it finds in the temporary one. */
async function unpack(): Promise<void> {
  const made = `${CACHE}.${process.pid}`;
  mkdirSync(made, { recursive: true });
  const before = process.env.TMPDIR;
  process.env.TMPDIR = made;
  try {
    const program = await chromium.executablePath(BIN);
    const { stdout } = await run('ldd', [program]).catch(() => ({ stdout: '' }));
    // The package carries the libraries that a bare machine lacks.
    if (stdout.includes('not found')) await inflate(path.join(BIN, 'al2023.tar.br'));
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
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
