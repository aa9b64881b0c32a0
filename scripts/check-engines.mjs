// `npm run check:engines`: the contract suites and the end-to-end tests on real servers. One that is missing or does not start fails it.
import { fileURLToPath } from 'node:url';
import { withEngines } from './lib/engine-set.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { continueUnder, isWantedNode, ownNode, requireUsableNode } from './lib/runtime.mjs';
import { fail, step } from './lib/steps.mjs';
import { Tally } from './lib/tally.mjs';

/** The same tests as in check:faults, shorter. */
const FAULTS = { CAIRN_FAULT_ROUNDS: '2', CAIRN_FAULT_CELLS: 'refused', CAIRN_DIFF_OPERATIONS: '400' };
/** End-to-end files about the embedded PostgreSQL itself, which the distributed profile has not. */
const ONE_MACHINE_ONLY = ['embedded-server'];

async function tests(tally, isBuilt, env) {
  await tally.jest('Contracts on the real servers', ['--selectProjects', 'engines'], { env });
  if (!isBuilt) return;
  const profile = { ...env, CAIRN_PROFILE: 'engines' };
  console.log(`One machine only, not run here: ${ONE_MACHINE_ONLY.join(', ')}`);
  await tally.jest('End-to-end and browser tests on the real servers', ['--selectProjects', 'e2e', '--testPathIgnorePatterns', `/(${ONE_MACHINE_ONLY.join('|')})\\.e2e-spec`], { env: profile });
  const { CAIRN_FAULT_ROUNDS: kills, CAIRN_FAULT_CELLS: cells, CAIRN_DIFF_OPERATIONS: operations } = FAULTS;
  await tally.jest(`Faults of the real servers (${cells}, kill -9 ${kills} times each), ${operations} operations on both profiles`, ['--selectProjects', 'faults', '--runInBand', '--testPathPatterns', '/(engines-[^/]*|profiles-equal)\\.fault-spec'], { env: { ...profile, ...FAULTS } });
}

async function checkEngines() {
  requireUsableNode();
  process.umask(0o022);
  await ensureInstalled({ dev: true, announce: (work) => step('Installing packages', work) });
  if (!isWantedNode()) return continueUnder(ownNode(), [fileURLToPath(import.meta.url)]);

  const tally = new Tally();
  try {
    const isBuilt = await tally.command('Build', process.execPath, ['scripts/build.mjs']);
    await withEngines((env) => tests(tally, isBuilt, env));
  } catch (error) {
    tally.failed += 1;
    console.log(error.message);
  }
  tally.finish();
}

checkEngines().catch(fail);
