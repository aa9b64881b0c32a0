import type { DemoThread } from '../demo-content.js';
import { askingWell } from './asking-well.js';
import { cardJumpsOnPhone } from './card-jumps-on-phone.js';
import { escapingQuotes } from './escaping-quotes.js';
import { focusAfterDelete } from './focus-after-delete.js';
import { frameworkOrNot } from './framework-or-not.js';
import { lostCommits } from './lost-commits.js';
import { movingTheServer } from './moving-the-server.js';
import { objectPromiseOnPage } from './object-promise-on-page.js';
import { promiseInsteadOfData } from './promise-instead-of-data.js';
import { searchBoxLabel } from './search-box-label.js';
import { seqScanDespiteIndex } from './seq-scan-despite-index.js';
import { testingToday } from './testing-today.js';
import { timeoutInALoop } from './timeout-in-a-loop.js';
import { whatIsCors } from './what-is-cors.js';

/** Six weeks of the group, in the order it happened. */
export const threads: readonly DemoThread[] = [
  askingWell,
  lostCommits,
  cardJumpsOnPhone,
  timeoutInALoop,
  promiseInsteadOfData,
  objectPromiseOnPage,
  whatIsCors,
  searchBoxLabel,
  escapingQuotes,
  frameworkOrNot,
  testingToday,
  seqScanDespiteIndex,
  movingTheServer,
  focusAfterDelete,
];
