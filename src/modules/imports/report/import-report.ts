/** What a dump holds and we keep. */
export type ImportedKind = 'users' | 'questions' | 'answers' | 'comments' | 'tags' | 'accepted' | 'olderVersions';
export type Outcome = 'added' | 'changed' | 'unchanged';

export type KindCounts = Record<Outcome, number> & { total: number };

export interface DamagedRow {
  file: string;
  line: number;
  /** Which row of the file, from 1; null when no row could be recognised there. */
  row: number | null;
  id: string | null;
  why: string;
}

export interface SkippedRows {
  file: string;
  reason: string;
  count: number;
  /** Ids of the first few. */
  examples: string[];
}

/** A list that may be long: all are counted, the first are listed. */
export interface Capped<T> {
  total: number;
  listed: T[];
}

export interface ImportSummary {
  site: string;
  folder: string;
  dryRun: boolean;
  isPrimary: boolean;
  startedAt: string;
  seconds: number;
  counts: Record<ImportedKind, KindCounts>;
  rowsRead: Record<string, number>;
  /** Files of the dump that hold nothing we keep. */
  ignoredFiles: readonly string[];
  skipped: SkippedRows[];
  damaged: Capped<DamagedRow>;
  /** Posts whose own Score is not what the votes of the dump add up to; the Score is kept. */
  scoreDifferences: Capped<{ post: number; scoreMinusVotes: number }>;
  /** Texts whose words changed when they were turned into Markdown. */
  inexactTexts: Capped<string>;
}

const LISTED = 1_000;
const EXAMPLES = 5;
const KINDS: readonly ImportedKind[] = ['users', 'questions', 'answers', 'comments', 'tags', 'accepted', 'olderVersions'];

/** Everything an import has to tell: what came in, what did not and why. Its size is bounded whatever the dump's. */
export class ImportReport {
  private readonly counts = new Map<ImportedKind, KindCounts>(KINDS.map((kind) => [kind, { total: 0, added: 0, changed: 0, unchanged: 0 }]));
  private readonly rows = new Map<string, number>();
  private readonly skips = new Map<string, SkippedRows>();
  private readonly damaged: Capped<DamagedRow> = { total: 0, listed: [] };
  private readonly differences: ImportSummary['scoreDifferences'] = { total: 0, listed: [] };
  private readonly inexact: Capped<string> = { total: 0, listed: [] };

  count(kind: ImportedKind, outcome: Outcome, amount = 1): void {
    const counts = this.counts.get(kind)!;
    counts[outcome] += amount;
    counts.total += amount;
  }

  read(file: string): void {
    this.rows.set(file, (this.rows.get(file) ?? 0) + 1);
  }

  skip(file: string, reason: string, id?: number | string): void {
    const key = `${file}\n${reason}`;
    const known = this.skips.get(key) ?? { file, reason, count: 0, examples: [] };
    known.count += 1;
    if (id !== undefined && known.examples.length < EXAMPLES) known.examples.push(String(id));
    this.skips.set(key, known);
  }

  damage(row: DamagedRow): void {
    add(this.damaged, row);
  }

  scoreDiffers(post: number, scoreMinusVotes: number): void {
    add(this.differences, { post, scoreMinusVotes });
  }

  /** @param what `question 12` */
  textDiffers(what: string): void {
    add(this.inexact, what);
  }

  summary(header: Pick<ImportSummary, 'site' | 'folder' | 'dryRun' | 'isPrimary' | 'startedAt' | 'seconds' | 'ignoredFiles'>): ImportSummary {
    return {
      ...header,
      counts: Object.fromEntries(this.counts) as ImportSummary['counts'],
      rowsRead: Object.fromEntries(this.rows),
      skipped: [...this.skips.values()].sort((a, b) => b.count - a.count),
      damaged: this.damaged,
      scoreDifferences: this.differences,
      inexactTexts: this.inexact,
    };
  }
}

function add<T>(list: Capped<T>, item: T): void {
  list.total += 1;
  if (list.listed.length < LISTED) list.listed.push(item);
}
