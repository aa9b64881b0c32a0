import type { LoggedEvent } from '#libs/events';
import type { SearchDocument, SearchIndexTarget } from '#libs/search-engine';
import type { PostRef, QuestionSearchSource } from '#modules/questions';
import type { MemberSearchSource } from '#modules/users';
import { changedThings } from './changed-things.js';

const BATCH = 500;

function batches<T>(items: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / BATCH) }, (_, i) => items.slice(i * BATCH, (i + 1) * BATCH));
}

/** Brings one index up to what the rows say now. Repeating it is harmless: versions decide which write wins. */
export class SearchIndex {
  constructor(
    private readonly target: Pick<SearchIndexTarget, 'put' | 'remove' | 'versionsOf'>,
    private readonly posts: QuestionSearchSource,
    private readonly members: MemberSearchSource,
  ) {}

  /** What these events say has changed, as it is now. */
  async apply(events: readonly LoggedEvent[]): Promise<void> {
    const { threads, posts, answered, members } = changedThings(events);
    await this.updateThreads(threads);
    await this.updatePosts([...posts, ...(await this.behind(answered))]);
    await this.updateMembers(members);
  }

  async updatePosts(refs: readonly PostRef[]): Promise<void> {
    for (const batch of batches(refs)) await this.write(await this.posts.searchDocuments(batch));
  }

  async updateMembers(ids: readonly string[]): Promise<void> {
    for (const batch of batches(ids)) await this.write(await this.members.searchDocuments(batch));
  }

  /** Questions with all their answers, which carry their question's title, tags, audience and state. */
  async updateThreads(questionIds: readonly string[]): Promise<void> {
    const answers = await this.posts.answersOf(questionIds);
    await this.updatePosts([...questionIds.map((id): PostRef => ({ type: 'question', id })), ...answers.map((id): PostRef => ({ type: 'answer', id }))]);
  }

  /** Those of these questions that the index has otherwise. Few: most answers are not the first, and reading a text costs more than a version. */
  private async behind(questionIds: readonly string[]): Promise<PostRef[]> {
    const found: PostRef[] = [];
    for (const batch of batches(questionIds)) {
      const [indexed, rows] = await Promise.all([this.target.versionsOf(batch.map((id) => ({ type: 'question', id }))), this.posts.questionVersionsOf(batch)]);
      const held = new Map(indexed.map(({ id, version }) => [id, version]));
      found.push(...rows.filter(({ id, version }) => held.get(id) !== version).map(({ id }): PostRef => ({ type: 'question', id })));
    }
    return found;
  }

  private async write(documents: readonly SearchDocument[]): Promise<void> {
    const gone = documents.filter((document) => document.state === 'deleted');
    await this.target.put(documents.filter((document) => document.state !== 'deleted'));
    if (gone.length > 0) await this.target.remove(gone.map(({ type, id, version }) => ({ type, id, version })));
  }
}
