import type { RunningCairn } from './start-cairn.js';

export type SharedCairn = Pick<RunningCairn, 'url' | 'dataDir' | 'pid' | 'env'>;

/** The instance that all end-to-end test files of a run share: leave it running and make content of your own. */
export function sharedCairn(): SharedCairn {
  const given = process.env.CAIRN_UNDER_TEST;
  if (!given) throw new Error('no Cairn was started: put the test into test/e2e and name it *.e2e-spec.ts');
  return JSON.parse(given) as SharedCairn;
}
