// Makes docs/reference/openapi.json, and from it the TypeScript client in clients/sdk/src/generated. `--check`: only says what is stale.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createClient } from '@hey-api/openapi-ts';
import { build } from './build.mjs';
import { bringUpToDate, report } from './lib/generated.mjs';
import { root } from './lib/root.mjs';

const DOCUMENT = 'docs/reference/openapi.json';
const SDK = 'clients/sdk/src/generated';

async function describe() {
  await build({ web: false });
  const { describeApi } = await import(path.join(root, 'dist/src/platform/http/preview-api.js'));
  return `${JSON.stringify(await describeApi(), null, 2)}\n`;
}

function filesBelow(folder, prefix = '') {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const name = path.posix.join(prefix, entry.name);
    return entry.isDirectory() ? filesBelow(path.join(folder, entry.name), name) : [name];
  });
}

/** The client for a document, as files of the repository. */
async function generateSdk(document) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cairn-sdk-'));
  try {
    const input = path.join(folder, 'openapi.json');
    const output = path.join(folder, 'generated');
    writeFileSync(input, document);
    await createClient({
      input,
      logs: { level: 'silent', file: false },
      output: { path: output, module: { extension: '.js' }, postProcess: [] },
      plugins: [
        { name: '@hey-api/client-fetch', throwOnError: true },
        '@hey-api/typescript',
        { name: '@hey-api/sdk', auth: true },
        'zod',
        '@tanstack/react-query',
      ],
    });
    return Object.fromEntries(filesBelow(output).map((name) => [path.posix.join(SDK, name), readFileSync(path.join(output, name), 'utf8')]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Files of an earlier generation that this one no longer makes. */
function leftovers(made) {
  try {
    return filesBelow(path.join(root, SDK)).map((name) => path.posix.join(SDK, name)).filter((name) => !(name in made));
  } catch {
    return [];
  }
}

const check = process.argv.includes('--check');
const document = await describe();
const sdk = await generateSdk(document);
const stale = bringUpToDate({ [DOCUMENT]: document, ...sdk }, { check });
const gone = leftovers(sdk);
if (!check) for (const file of gone) rmSync(path.join(root, file));
report([...stale, ...gone], { check, command: 'npm run docs' });
