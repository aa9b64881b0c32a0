import type { Clock } from '#libs/kernel';
import type { ImportSummary } from '../report/import-report.js';
import { compareVotes } from './compare-votes.js';
import { DumpFolder } from './dump-folder.js';
import { importComments } from './import-comments.js';
import { importAnswers, importQuestions } from './import-posts.js';
import type { ImportOptions } from './import-options.js';
import { ImportRun } from './import-run.js';
import type { ImportSink } from './import-sink.port.js';
import { importTagsAndScanPosts } from './import-tags.js';
import { importUsers } from './import-users.js';
import { stageHistory } from './post-history.js';

export interface ImportJob extends ImportOptions {
  sink: ImportSink;
  clock: Clock;
  isDryRun: boolean;
}

const TICK_MS = 1_000;

/** Every step of an import in its order: people before posts, questions before answers, both before comments. */
export async function runImport(job: ImportJob): Promise<ImportSummary> {
  const startedAt = job.clock.now();
  const dump = await DumpFolder.open(job.folder);
  const name = dump.siteName(job.site);
  const url = job.siteUrl?.replace(/\/+$/, '') ?? (name.includes('.') ? `https://${name}` : null);
  const run = new ImportRun({ name, url }, dump, job.sink, job.clock, job.signal);
  const { isPrimary, isResumed } = await job.sink.begin({ site: name, url, mayBePrimary: job.mayBePrimary ?? true });
  const ticker = setInterval(() => job.onProgress?.(run.meter.state()), TICK_MS);
  try {
    await importUsers(run);
    await stageHistory(run);
    await importTagsAndScanPosts(run, startedAt);
    await importQuestions(run);
    await importAnswers(run);
    await importComments(run);
    await compareVotes(run);
    run.meter.begin('counting');
    await job.sink.finish(isResumed ? null : run.touched.values());
  } finally {
    clearInterval(ticker);
    // After a failure one write may still be under way; nobody may close the database under it.
    await run.writes.settle().catch(() => undefined);
  }
  const seconds = (job.clock.now().getTime() - startedAt.getTime()) / 1000;
  const header = { site: name, folder: dump.path, dryRun: job.isDryRun, isPrimary, startedAt: startedAt.toISOString(), seconds, ignoredFiles: dump.ignored };
  return run.report.summary(header);
}
