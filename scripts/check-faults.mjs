// `npm run check:faults [-- <area>]`: the long tests, each file of test/faults an area. The last line is the total.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { root } from './lib/root.mjs';
import { continueUnder, isWantedNode, ownNode, requireUsableNode } from './lib/runtime.mjs';
import { fail, Refusal, step } from './lib/steps.mjs';
import { Tally } from './lib/tally.mjs';

const KILLS = '20';
const SUFFIX = '.fault-spec.ts';

function areas() {
  return readdirSync(path.join(root, 'test/faults')).filter((file) => file.endsWith(SUFFIX)).map((file) => file.slice(0, -SUFFIX.length));
}

function chosen(names) {
  const known = areas();
  const unknown = names.find((name) => !known.includes(name));
  if (unknown) throw new Refusal(`There is no area ${unknown}.`, `the areas are: ${known.join(', ')}.`);
  return names.length > 0 ? names : known;
}

async function checkFaults() {
  requireUsableNode();
  const args = process.argv.slice(2);
  await ensureInstalled({ dev: true, announce: (work) => step('Installing packages', work) });
  if (!isWantedNode()) return continueUnder(ownNode(), [fileURLToPath(import.meta.url), ...args]);

  const wanted = chosen(args);
  await build({ announce: step });
  const tally = new Tally();
  for (const area of wanted) {
    await tally.jest(`Faults: ${area}`, ['--selectProjects', 'faults', '--runInBand', '--testPathPatterns', `/${area}\\.fault-spec`], { env: { CAIRN_FAULT_ROUNDS: KILLS } });
  }
  tally.finish();
}

checkFaults().catch(fail);
