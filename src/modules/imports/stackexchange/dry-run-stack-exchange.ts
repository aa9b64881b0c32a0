import type { Clock } from '#libs/kernel';
import type { ImportSummary } from '../report/import-report.js';
import { DryRunSink } from './dry-run-sink.js';
import type { ImportOptions } from './import-options.js';

/** Reads a whole dump and converts every text, writes nothing, needs no database. @throws as ImportStackExchange */
export async function dryRunStackExchange(options: ImportOptions, clock: Clock): Promise<ImportSummary> {
  const { runImport } = await import('./run-import.js');
  return runImport({ ...options, sink: new DryRunSink(), clock, isDryRun: true });
}
