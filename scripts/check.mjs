// `npm run check`: everything that needs no outside server. Goes on after a failure; the last line is the total.
import { fileURLToPath } from 'node:url';
import { ensureInstalled } from './lib/install.mjs';
import { continueUnder, isWantedNode, ownNode, requireUsableNode } from './lib/runtime.mjs';
import { fail, step } from './lib/steps.mjs';
import { Tally } from './lib/tally.mjs';

const KILLS = '3';

async function check() {
  requireUsableNode();
  await ensureInstalled({ dev: true, announce: (work) => step('Installing packages', work) });
  if (!isWantedNode()) return continueUnder(ownNode(), [fileURLToPath(import.meta.url)]);

  const tally = new Tally();
  await tally.command('Lint: code', 'oxlint', ['--type-aware', '--deny-warnings', '--format=unix']);
  await tally.command('Lint: dependencies', 'depcruise', ['--config', '.dependency-cruiser.mjs', '--output-type', 'err-long', 'src', 'libs']);
  await tally.command('Types', process.execPath, ['scripts/typecheck.mjs']);
  const isBuilt = await tally.command('Build', process.execPath, ['scripts/build.mjs', '--force']);
  await tally.command('Reference pages are current', process.execPath, ['scripts/docs.mjs', '--check']);
  await tally.command('OpenAPI and SDK are current', process.execPath, ['scripts/openapi.mjs', '--check']);
  await tally.jest('Unit, contract and integration tests', ['--selectProjects', 'unit', 'integration']);
  if (isBuilt) {
    await tally.jest('End-to-end and browser tests', ['--selectProjects', 'e2e']);
    await tally.jest(`kill -9, ${KILLS} rounds`, ['--selectProjects', 'faults', '--testPathPatterns', 'kill-nine'], { env: { CAIRN_FAULT_ROUNDS: KILLS } });
  }
  tally.finish();
}

check().catch(fail);
