// `npm run dev`: the server from the sources, built and started anew when one changes. The web client reloads by itself.
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './lib/install.mjs';
import { root } from './lib/root.mjs';
import { continueUnder, isWantedNode, ownNode, requireUsableNode } from './lib/runtime.mjs';
import { fail, step } from './lib/steps.mjs';
import { build } from './build.mjs';

const SETTLE_MS = 80;
const SOURCE = /\.(ts|json|sql|md)$/;
const TEST = /\.(spec|int-spec|e2e-spec|contract-spec|engine-spec|fault-spec)\.ts$/;

let server;
let ending = false;

function start() {
  const env = { ...process.env, CAIRN_DEV: '1', NODE_ENV: 'development' };
  const child = spawn(process.execPath, [path.join(root, 'dist/src/apps/all/main.js')], { cwd: root, env, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  child.once('exit', (code) => {
    if (server !== child) return;
    server = undefined;
    if (ending) process.exit(code ?? 0);
    process.stdout.write('the server has ended; it starts again when a source changes\n');
  });
  server = child;
}

function stop() {
  const child = server;
  if (!child) return Promise.resolve();
  server = undefined;
  const ended = new Promise((resolve) => {
    child.once('exit', resolve);
  });
  child.kill('SIGTERM');
  return ended;
}

async function rebuild() {
  try {
    const built = await build({ web: false, announce: step });
    if (built.length === 0 && server) return;
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    return;
  }
  await stop();
  if (!ending) start();
}

/** Runs `work` once the changes have settled, and once more when something changed meanwhile. */
function settled(work) {
  let timer;
  let running = Promise.resolve();
  return () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      running = running.then(work);
    }, SETTLE_MS);
  };
}

function end(signal) {
  if (ending) return;
  ending = true;
  if (server) server.kill(signal);
  else process.exit(0);
}

async function dev() {
  requireUsableNode();
  await ensureInstalled({ dev: true, announce: (work) => step('Installing packages', work) });
  if (!isWantedNode()) return continueUnder(ownNode(), [fileURLToPath(import.meta.url)]);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(signal));
  if (process.connected) process.once('disconnect', () => end('SIGTERM'));
  await rebuild();
  const changed = settled(rebuild);
  for (const folder of ['src', 'libs']) {
    watch(path.join(root, folder), { recursive: true }, (_event, file) => {
      if (file && SOURCE.test(file) && !TEST.test(file)) changed();
    });
  }
}

dev().catch(fail);
