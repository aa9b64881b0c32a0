import type { ImportSummary } from './import-report.js';

const SHOWN = 20;

/** Columns as wide as their widest cell; numbers to the right. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] {
  const cells = [head, ...rows].map((row) => row.map((cell) => (typeof cell === 'number' ? cell.toLocaleString('en-GB') : cell)));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const isNumber = (row: number, column: number): boolean => typeof (rows[row - 1] ?? rows[0])?.[column] === 'number';
  return cells.map((row, at) => row.map((cell, column) => (isNumber(at, column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!))).join('  ').trimEnd());
}

function rest(total: number, shown: number): string[] {
  return total > shown ? [`… and ${(total - shown).toLocaleString('en-GB')} more (see the report file)`] : [];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines];
}

/** The report for people. */
export function reportText(summary: ImportSummary): string {
  const { damaged, skipped, scoreDifferences, inexactTexts } = summary;
  const names: Record<string, string> = { olderVersions: 'older versions', accepted: 'accepted answers' };
  const counts = Object.entries(summary.counts).map(([kind, c]) => [names[kind] ?? kind, c.total, c.added, c.changed, c.unchanged]);
  return [
    `${summary.dryRun ? 'Dry run of' : 'Imported'} ${summary.site} from ${summary.folder} in ${summary.seconds.toFixed(1)} s${summary.dryRun ? ': nothing was written' : ''}`,
    '',
    ...table(['', 'total', summary.dryRun ? 'to add' : 'added', 'changed', 'as before'], counts),
    ...section(
      'Skipped',
      skipped.length === 0 ? [] : table(['rows', 'file', 'why', 'for example'], skipped.slice(0, SHOWN).map((s) => [s.count, s.file, s.reason, s.examples.join(', ')])),
    ),
    ...rest(skipped.length, SHOWN),
    ...section('Files left out', summary.ignoredFiles.length === 0 ? [] : [summary.ignoredFiles.join(', ')]),
    ...section(
      `Damaged: ${damaged.total.toLocaleString('en-GB')}`,
      damaged.listed.slice(0, SHOWN).map((d) => `${d.file} line ${d.line}${d.row === null ? '' : `, row ${d.row}`}${d.id === null ? '' : `, Id ${d.id}`}: ${d.why}`),
    ),
    ...rest(damaged.total, SHOWN),
    ...section('Scores that differ from the votes (the score is kept)', scoreDifferences.listed.slice(0, SHOWN).map((d) => `post ${d.post}: score minus votes is ${d.scoreMinusVotes}`)),
    ...rest(scoreDifferences.total, SHOWN),
    ...section('Texts whose words changed on the way to Markdown', inexactTexts.listed.slice(0, SHOWN)),
    ...rest(inexactTexts.total, SHOWN),
  ].join('\n');
}
