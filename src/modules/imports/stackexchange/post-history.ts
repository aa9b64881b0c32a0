import type { DocumentVersion } from '#libs/documents';
import { historyRow, type HistoryRow } from './dump-rows.js';
import type { ImportRun } from './import-run.js';

const FILE = 'PostHistory.xml';
const TITLES = new Set([1, 4, 7]);
const BODIES = new Set([2, 5, 8]);
const CLOSED = 10;

/** Close reasons by number: the old ones, and those since 2013. */
const REASONS: Readonly<Record<string, string>> = {
  '1': 'duplicate', '2': 'off-topic', '3': 'subjective', '4': 'not-a-real-question', '7': 'too-localized', '10': 'general-reference', '20': 'noise',
  '101': 'duplicate', '102': 'off-topic', '103': 'unclear', '104': 'too-broad', '105': 'opinion-based',
};
const OTHER_TYPES: Readonly<Record<number, string>> = {
  3: 'tags only', 6: 'tags only', 9: 'tags only', 11: 'reopening', 12: 'deletion', 13: 'undeletion', 14: 'locking', 15: 'unlocking', 16: 'community ownership',
  24: 'suggested edit applied', 50: 'bump', 33: 'post notice', 34: 'post notice', 35: 'migration', 36: 'migration', 37: 'merge', 38: 'merge',
};

/** Sets earlier titles, bodies and close reasons aside; they are asked for when their post is written. */
export async function stageHistory(run: ImportRun): Promise<void> {
  for await (const batch of run.batches(relevant(run), (row) => row.text.length)) await run.sink.putHistory(batch);
}

async function* relevant(run: ImportRun): AsyncGenerator<HistoryRow> {
  for await (const row of run.rows(FILE, historyRow)) {
    if (BODIES.has(row.type)) run.bodies.add(row.postId, 1);
    if (BODIES.has(row.type) || TITLES.has(row.type) || row.type === CLOSED) yield row.type === CLOSED ? { ...row, text: '' } : row;
    else run.report.skip(FILE, `history that is no text: ${OTHER_TYPES[row.type] ?? 'other'} (type ${row.type})`, row.id);
  }
}

export interface PostPast {
  /** Oldest first; the text the post has now is not among them. */
  older: DocumentVersion[];
  closedReason: string | null;
}

/** What a post was before. The texts of the history are Markdown already. @param rows of one post, by id */
export function pastOf(run: ImportRun, id: string, rows: readonly HistoryRow[]): PostPast {
  let title: string | undefined;
  let closedReason: string | null = null;
  const states: { title: string | undefined; text: string; at: Date; revision: string }[] = [];
  for (const row of rows) {
    const last = states.at(-1);
    if (TITLES.has(row.type)) {
      title = row.text;
      if (last?.revision === row.revision) last.title = title;
    } else if (BODIES.has(row.type)) states.push({ title, text: row.text, at: row.at, revision: row.revision });
    else closedReason = REASONS[row.comment ?? ''] ?? 'closed';
  }
  const older = states.slice(0, -1).map((state, index): DocumentVersion => {
    const { body, bodyHtml } = run.texts.fromMarkdown(state.text);
    return { id, version: index + 1, ...(state.title === undefined ? {} : { title: state.title }), body, bodyHtml, createdAt: state.at };
  });
  return { older, closedReason };
}

/** The history of each of these posts, by source id. */
export async function historyByPost(run: ImportRun, postIds: readonly number[]): Promise<Map<number, HistoryRow[]>> {
  const byPost = new Map<number, HistoryRow[]>();
  for (const row of await run.sink.history(postIds)) {
    const rows = byPost.get(row.postId);
    if (rows === undefined) byPost.set(row.postId, [row]);
    else rows.push(row);
  }
  return byPost;
}
