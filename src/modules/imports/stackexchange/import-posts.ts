import type { DocumentVersion } from '#libs/documents';
import { type BulkAnswer, type BulkQuestion, slugOf } from '#modules/questions';
import { type AnswerRow, postRow, type QuestionRow } from './dump-rows.js';
import type { Classified, ImportRun } from './import-run.js';
import type { ImportBatch } from './import-sink.port.js';
import { tagSlug } from './import-tags.js';
import { historyByPost, pastOf, type PostPast } from './post-history.js';

const FILE = 'Posts.xml';

interface ConvertedPost {
  versions: DocumentVersion[];
  excerpt: string;
  closedReason: string | null;
}

/** The text a post has now and those it had, as versions; none when an earlier run has written them. */
function textsOf(run: ImportRun, kind: 'question' | 'answer', { row, id, outcome }: Classified<QuestionRow | AnswerRow>, past: PostPast): ConvertedPost {
  const { body, bodyHtml, excerpt, isExact } = run.texts.fromHtml(row.html);
  if (!isExact) run.report.textDiffers(`${kind} ${row.id}`);
  const title = row.kind === 'question' ? { title: row.title } : {};
  const current = { id, version: past.older.length + 1, ...title, body, bodyHtml, createdAt: row.editedAt ?? row.createdAt };
  return { versions: outcome === 'added' ? [...past.older, current] : [], excerpt, closedReason: past.closedReason };
}

function tagsOf(run: ImportRun, row: QuestionRow): string[] {
  const slugs = row.tags.map((name) => tagSlug(name));
  if (slugs.includes(null)) run.report.skip(FILE, 'a tag of this question cannot be one here', row.id);
  return [...new Set(slugs.filter((slug) => slug !== null))];
}

function common(run: ImportRun, path: string, { row, id }: Classified<QuestionRow | AnswerRow>, texts: ConvertedPost) {
  return {
    id,
    ...run.authorOf(row),
    excerpt: texts.excerpt,
    baseScore: row.score,
    createdAt: row.createdAt,
    editedAt: row.editedAt,
    textVersion: Math.max(1, texts.versions.length),
    source: { site: run.site.name, id: String(row.id), license: row.license, url: run.urlOf(path) },
  };
}

/** Converts the new and changed ones of a batch and adds up what to write. */
async function assemble<R extends QuestionRow | AnswerRow, B>(
  run: ImportRun,
  kind: R['kind'],
  items: readonly Classified<R>[],
  toRow: (item: Classified<R>, texts: ConvertedPost) => B,
): Promise<ImportBatch<B>> {
  const fresh = items.filter((item) => item.outcome !== 'unchanged');
  const history = await historyByPost(run, fresh.map((item) => item.row.id));
  const batch: ImportBatch<B> = { rows: [], records: [], versions: [], pageIds: [] };
  for (const item of fresh) {
    if (item.hasOtherText) run.report.skip(FILE, 'the text changed at its source after an earlier import; ours is kept', item.row.id);
    const texts = textsOf(run, kind, item, pastOf(run, item.id, history.get(item.row.id) ?? []));
    const questionId = item.row.kind === 'answer' ? item.row.questionId : item.row.id;
    run.touched.add(questionId);
    batch.rows.push(toRow(item, texts));
    batch.records.push(run.recordOf(kind, item, item.row.kind === 'answer' ? run.idOf('question', questionId) : null));
    batch.versions.push(...texts.versions);
    batch.pageIds.push(run.idOf('question', questionId));
  }
  return batch;
}

function countOlder(run: ImportRun, items: readonly Classified<{ id: number }>[]): void {
  for (const { row, outcome } of items) {
    const older = run.bodies.get(row.id) - 1;
    if (older > 0) run.report.count('olderVersions', outcome === 'added' ? 'added' : 'unchanged', older);
  }
}

/** Questions, with the versions they had. */
export async function importQuestions(run: ImportRun): Promise<void> {
  const accepts = (row: QuestionRow): boolean => row.acceptedAnswerId !== null && run.parents.get(row.acceptedAnswerId) === row.id;
  for await (const rows of run.batches(questionRows(run), (row) => row.html.length)) {
    const items = await run.classify('question', rows, (row) => {
      const { html, ...rest } = row;
      return { content: [rest, run.authorOf(row), accepts(row)], text: html };
    });
    for (const { row, outcome } of items) {
      run.report.count('questions', outcome);
      if (row.acceptedAnswerId !== null && !accepts(row)) run.report.skip(FILE, 'the accepted answer is not in the dump: imported without', row.id);
      if (accepts(row) && run.accepted.add(row.acceptedAnswerId!)) run.report.count('accepted', outcome);
    }
    countOlder(run, items);
    const batch = await assemble(run, 'question', items, (item, texts): BulkQuestion => {
      const { row } = item;
      return {
        ...common(run, `questions/${row.id}`, item, texts),
        slug: slugOf(row.title),
        title: row.title,
        tags: tagsOf(run, row),
        audience: 'public',
        closedAt: row.closedAt,
        closedReason: row.closedAt === null ? null : (texts.closedReason ?? 'closed'),
        lastActivityAt: row.lastActivityAt,
      };
    });
    if (batch.rows.length > 0) await run.writes.start(() => run.sink.putQuestions(batch));
  }
  await run.writes.settle();
}

/** Answers to questions of this dump. */
export async function importAnswers(run: ImportRun): Promise<void> {
  for await (const rows of run.batches(answerRows(run), (row) => row.html.length)) {
    const items = await run.classify('answer', rows, (row) => {
      const { html, ...rest } = row;
      return { content: [rest, run.authorOf(row), run.accepted.has(row.id)], text: html };
    });
    for (const { outcome } of items) run.report.count('answers', outcome);
    countOlder(run, items);
    const batch = await assemble(run, 'answer', items, (item, texts): BulkAnswer => ({
      ...common(run, `a/${item.row.id}`, item, texts),
      questionId: run.idOf('question', item.row.questionId),
      accepted: run.accepted.has(item.row.id),
    }));
    if (batch.rows.length > 0) await run.writes.start(() => run.sink.putAnswers(batch));
  }
  await run.writes.settle();
}

async function* questionRows(run: ImportRun): AsyncGenerator<QuestionRow> {
  for await (const post of run.rows(FILE, postRow, 'another')) {
    if (post.kind === 'other') run.report.skip(FILE, post.reason, post.id);
    else if (post.kind === 'question') {
      if (run.done.questions.add(post.id)) yield post;
      else run.report.skip(FILE, 'the same Id came before', post.id);
    }
  }
}

async function* answerRows(run: ImportRun): AsyncGenerator<AnswerRow> {
  for await (const post of run.rows(FILE, postRow, 'another')) {
    if (post.kind !== 'answer') continue;
    if (!run.questions.has(post.questionId)) run.report.skip(FILE, 'its question is not in the dump, or is damaged', post.id);
    else if (run.done.answers.add(post.id)) yield post;
    else run.report.skip(FILE, 'the same Id came before', post.id);
  }
}
