import type { BulkTag } from '#modules/questions';
import { normaliseTag } from '#modules/questions';
import type { ImportRun } from './import-run.js';
import { postRow } from './dump-rows.js';
import type { RowFields } from './row-fields.js';

const FILE = 'Tags.xml';
const LONGEST_DESCRIPTION = 500;
const TAG_BATCH = 500;

interface TagRow {
  id: number;
  name: string;
  excerptPostId: number | null;
}

function tagRow(row: RowFields): TagRow {
  return { id: row.requireInteger('Id'), name: row.requireText('TagName'), excerptPostId: row.integer('ExcerptPostId') };
}

/** A tag of theirs as ours: `.net` cannot begin with a dot here. Null when nothing is left of it. */
export function tagSlug(name: string): string | null {
  return normaliseTag(name) ?? normaliseTag(name.replace(/^[^\p{L}\p{N}]+/u, '').replace(/[^\p{L}\p{N}+#.-]/gu, ''));
}

/** First pass over the posts: which questions and answers there are, and what tags are about. Returns the texts of the tag excerpts by post id. */
async function scanPosts(run: ImportRun, wanted: ReadonlySet<number>): Promise<Map<number, string>> {
  const excerpts = new Map<number, string>();
  for await (const post of run.rows('Posts.xml', postRow)) {
    if (post.kind === 'question') run.questions.add(post.id);
    else if (post.kind === 'answer') run.parents.add(post.id, run.parents.get(post.id) === 0 ? post.questionId : 0);
    else if (wanted.has(post.id)) excerpts.set(post.id, post.html);
    if (post.kind !== 'other' && post.score !== 0) run.votes.add(post.id, post.score);
  }
  return excerpts;
}

/** Tags with their descriptions; on the way learns which posts exist. A site has thousands of tags at most, so they are held in memory. */
export async function importTagsAndScanPosts(run: ImportRun, now: Date): Promise<void> {
  const tags = new Map<string, TagRow>();
  for await (const tag of run.rows(FILE, tagRow)) {
    const slug = tagSlug(tag.name);
    if (slug === null) run.report.skip(FILE, 'the name cannot be a tag here', tag.name);
    else if (tags.has(slug)) run.report.skip(FILE, 'the same tag came before', tag.name);
    else tags.set(slug, tag);
  }
  const wanted = new Set([...tags.values()].flatMap((tag) => tag.excerptPostId ?? []));
  const excerpts = await scanPosts(run, wanted);
  const rows = [...tags].map(([slug, tag]): BulkTag => {
    const html = tag.excerptPostId === null ? undefined : excerpts.get(tag.excerptPostId);
    return { slug, description: html ? run.texts.fromHtml(html).body.slice(0, LONGEST_DESCRIPTION) : '', createdAt: now };
  });
  for (let at = 0; at < rows.length; at += TAG_BATCH) {
    const batch = rows.slice(at, at + TAG_BATCH);
    const added = await run.sink.putTags(batch);
    run.report.count('tags', 'added', added);
    run.report.count('tags', 'unchanged', batch.length - added);
  }
}
