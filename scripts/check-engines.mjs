// `npm run check:engines`: the contract suites and the end-to-end tests on real servers. One that is missing or does not start fails it.
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { childrenOf, identityOf, isSame } from './engines/lib/processes.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { root } from './lib/root.mjs';
import { continueUnder, isWantedNode, ownNode, requireUsableNode } from './lib/runtime.mjs';
import { fail, step } from './lib/steps.mjs';
import { Tally } from './lib/tally.mjs';

const PREFIX = 'cairn-check-engines-';
const OWNER = 'owner.json';
const KILLS = '2';
/** End-to-end files about the embedded PostgreSQL itself, which the distributed profile has not. */
const ONE_MACHINE_ONLY = ['embedded-server'];

/** Sets of servers whose check was killed: nobody else will stop them. */
async function clearAbandoned({ Site, enginesNamed, stopAll }) {
  for (const name of readdirSync(os.tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const home = path.join(os.tmpdir(), name);
    const owner = readOwner(home);
    if (owner === null || isSame(owner)) continue;
    const site = new Site(home);
    await stopAll((await enginesNamed([])).toReversed(), site);
    site.delete();
  }
}

function readOwner(home) {
  try {
    return JSON.parse(readFileSync(path.join(home, OWNER), 'utf8'));
  } catch {
    return null;
  }
}

async function tests(tally, isBuilt, env) {
  await tally.jest('Contracts on the real servers', ['--selectProjects', 'engines'], { env });
  if (!isBuilt) return;
  const profile = { ...env, CAIRN_PROFILE: 'engines' };
  console.log(`One machine only, not run here: ${ONE_MACHINE_ONLY.join(', ')}`);
  await tally.jest('End-to-end and browser tests on the real servers', ['--selectProjects', 'e2e', '--testPathIgnorePatterns', `/(${ONE_MACHINE_ONLY.join('|')})\\.e2e-spec`], { env: profile });
  if (readdirSync(path.join(root, 'test/faults')).some((file) => /^engines-.*\.fault-spec\.ts$/.test(file))) {
    await tally.jest(`Faults of the real servers, kill -9 ${KILLS} times each`, ['--selectProjects', 'faults', '--runInBand', '--testPathPatterns', '/engines-[^/]*\\.fault-spec'], { env: { ...profile, CAIRN_FAULT_ROUNDS: KILLS } });
  }
}

async function checkEngines() {
  requireUsableNode();
  process.umask(0o022);
  await ensureInstalled({ dev: true, announce: (work) => step('Installing packages', work) });
  if (!isWantedNode()) return continueUnder(ownNode(), [fileURLToPath(import.meta.url)]);
  const [{ Site }, { enginesNamed }, { installAll, startAll, stopAll }] = await Promise.all(['site', 'catalogue', 'lifecycle'].map((file) => import(`./engines/lib/${file}.mjs`)));
  await clearAbandoned({ Site, enginesNamed, stopAll });

  const engines = await enginesNamed([]);
  const home = mkdtempSync(path.join(os.tmpdir(), PREFIX));
  chmodSync(home, 0o755);
  writeFileSync(path.join(home, OWNER), JSON.stringify(identityOf(process.pid)));
  const site = new Site(home);
  const cleanUp = async () => {
    for (const pid of childrenOf(process.pid)) process.kill(pid, 'SIGTERM');
    await stopAll(engines.toReversed(), site);
    rmSync(home, { recursive: true, force: true });
  };
  let isOver = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (isOver) return;
      isOver = true;
      void cleanUp().finally(() => process.exit(1));
    });
  }

  const tally = new Tally();
  try {
    const isBuilt = await tally.command('Build', process.execPath, ['scripts/build.mjs']);
    await installAll(engines);
    await startAll(engines, site);
    await tests(tally, isBuilt, { ...site.urls, CAIRN_ENGINES_DATA: home });
  } catch (error) {
    tally.failed += 1;
    console.log(error.message);
  }
  if (isOver) return new Promise(() => undefined);
  isOver = true;
  await cleanUp();
  tally.finish();
}

checkEngines().catch(fail);
