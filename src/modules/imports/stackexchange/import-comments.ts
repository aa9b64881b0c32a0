import type { DocumentVersion } from '#libs/documents';
import type { BulkComment } from '#modules/comments';
import { type CommentRow, commentRow } from './dump-rows.js';
import type { Classified, ImportRun } from './import-run.js';

const FILE = 'Comments.xml';
/** Comments are one paragraph of inline Markdown at their source; what would begin a block there is text. */
const BLOCK_START = /^(\s*)([#>|]|[-+*](?=\s)|\d+[.)](?=\s)|```|~~~|---)/gm;

function rowOf(run: ImportRun, item: Classified<CommentRow>, questionId: string): BulkComment {
  const { row, id } = item;
  const isQuestion = run.questions.has(row.postId);
  return {
    id,
    targetType: isQuestion ? 'question' : 'answer',
    targetId: run.idOf(isQuestion ? 'question' : 'answer', row.postId),
    rootType: 'question',
    rootId: questionId,
    ...run.authorOf(row),
    baseScore: row.score,
    createdAt: row.createdAt,
    source: { site: run.site.name, id: String(row.id), license: row.license, url: run.urlOf(`posts/comments/${row.id}`) },
  };
}

function versionOf(run: ImportRun, { row, id }: Classified<CommentRow>): DocumentVersion {
  const text = row.text.trim().replace(BLOCK_START, (_, space: string, mark: string) => space + mark.replace(/^(\d*)/, '$1\\'));
  const { body, bodyHtml } = run.texts.fromMarkdown(text);
  return { id, version: 1, body, bodyHtml, createdAt: row.createdAt };
}

/** Comments on questions and answers of this dump; their texts are Markdown already. */
export async function importComments(run: ImportRun): Promise<void> {
  for await (const rows of run.batches(placedRows(run), (row) => row.text.length)) {
    const items = await run.classify('comment', rows, (row) => ({ content: [row, run.authorOf(row)], text: row.text }));
    for (const { outcome } of items) run.report.count('comments', outcome);
    const fresh = items.filter((item) => item.outcome !== 'unchanged');
    if (fresh.length === 0) continue;
    const questionOf = ({ row }: Classified<CommentRow>): number => (run.questions.has(row.postId) ? row.postId : run.parents.get(row.postId));
    for (const item of fresh) {
      if (item.hasOtherText) run.report.skip(FILE, 'the text changed at its source after an earlier import; ours is kept', item.row.id);
      run.touched.add(questionOf(item));
    }
    const rootOf = (item: Classified<CommentRow>): string => run.idOf('question', questionOf(item));
    const batch = {
      rows: fresh.map((item) => rowOf(run, item, rootOf(item))),
      records: fresh.map((item) => run.recordOf('comment', item, null)),
      versions: fresh.filter((item) => item.outcome === 'added').map((item) => versionOf(run, item)),
      pageIds: fresh.map(rootOf),
    };
    await run.writes.start(() => run.sink.putComments(batch));
  }
  await run.writes.settle();
}

async function* placedRows(run: ImportRun): AsyncGenerator<CommentRow> {
  for await (const row of run.rows(FILE, commentRow)) {
    if (!run.questions.has(row.postId) && !run.done.answers.has(row.postId)) run.report.skip(FILE, 'its post is not among those imported', row.id);
    else if (run.done.comments.add(row.id)) yield row;
    else run.report.skip(FILE, 'the same Id came before', row.id);
  }
}
