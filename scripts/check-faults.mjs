// `npm run check:faults [-- <area>]`: the long tests, each file of test/faults an area. The last line is the total.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';
import { withEngines } from './lib/engine-set.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { root } from './lib/root.mjs';
import { continueUnder, isWantedNode, ownNode, requireUsableNode } from './lib/runtime.mjs';
import { fail, Refusal, step } from './lib/steps.mjs';
import { Tally } from './lib/tally.mjs';

const FULL = { CAIRN_FAULT_ROUNDS: '20', CAIRN_FAULT_CELLS: 'all', CAIRN_DIFF_OPERATIONS: '5000' };
const SUFFIX = '.fault-spec.ts';
/** Areas on the real servers, which are started for them. */
const ON_ENGINES = /^(engines-|profiles-equal$)/;

function areas() {
  return readdirSync(path.join(root, 'test/faults')).filter((file) => file.endsWith(SUFFIX)).map((file) => file.slice(0, -SUFFIX.length));
}

function chosen(names) {
  const known = areas();
  const unknown = names.find((name) => !known.includes(name));
  if (unknown) throw new Refusal(`There is no area ${unknown}.`, `the areas are: ${known.join(', ')}.`);
  return names.length > 0 ? names : known;
}

async function run(tally, areasToRun, env = {}) {
  for (const area of areasToRun) await tally.jest(`Faults: ${area}`, ['--selectProjects', 'faults', '--runInBand', '--testPathPatterns', `/${area}\\.fault-spec`], { env: { ...FULL, ...env } });
}

async function checkFaults() {
  requireUsableNode();
  process.umask(0o022);
  const args = process.argv.slice(2);
  await ensureInstalled({ dev: true, announce: (work) => step('Installing packages', work) });
  if (!isWantedNode()) return continueUnder(ownNode(), [fileURLToPath(import.meta.url), ...args]);

  const wanted = chosen(args);
  await build({ announce: step });
  const tally = new Tally();
  const onEngines = wanted.filter((area) => ON_ENGINES.test(area));
  await run(tally, wanted.filter((area) => !onEngines.includes(area)));
  try {
    if (onEngines.length > 0) await withEngines((env) => run(tally, onEngines, { ...env, CAIRN_PROFILE: 'engines' }));
  } catch (error) {
    tally.failed += 1;
    console.log(error.message);
  }
  tally.finish();
}

checkFaults().catch(fail);
