import type { DocumentVersion } from '#libs/documents';
import { newId } from '#libs/kernel';
import type { RichText } from '#libs/rich-text-server';
import type { BulkComment } from '#modules/comments';
import { type BulkAnswer, type BulkQuestion, type BulkVote, slugOf } from '#modules/questions';
import type { DemoAnswer, DemoComment, DemoThread } from './demo-content.js';

const HOUR_MS = 3_600_000;
const EDIT_HOURS = 2;
/** Nothing of the demo happens later than this before it is loaded. */
const LATEST_MS = 5 * 60_000;

/** Everything to write for the threads, ready for the bulk doors. */
export interface DemoRows {
  questions: BulkQuestion[];
  answers: BulkAnswer[];
  comments: BulkComment[];
  votes: BulkVote[];
  texts: Record<'questions' | 'answers' | 'comments', DocumentVersion[]>;
}

type Voted = Pick<DemoThread, 'upvotes' | 'downvotes'>;

/** Turns threads as written into rows: renders texts, gives ids, turns "so long ago" into times. */
export class DemoThreads {
  private readonly rows: DemoRows = { questions: [], answers: [], comments: [], votes: [], texts: { questions: [], answers: [], comments: [] } };

  constructor(
    private readonly richText: RichText,
    private readonly memberIds: ReadonlyMap<string, string>,
    private readonly now: Date,
  ) {}

  async rowsOf(threads: readonly DemoThread[]): Promise<DemoRows> {
    for (const thread of threads) await this.addThread(thread);
    return this.rows;
  }

  private async addThread(thread: DemoThread): Promise<void> {
    const id = newId();
    const createdAt = this.at(this.now, -24 * thread.daysAgo);
    const excerpt = await this.addText('questions', { id, version: 1, title: thread.title, body: thread.body, createdAt });
    const activity = [createdAt];
    for (const answer of thread.answers) activity.push(await this.addAnswer(id, createdAt, answer));
    this.rows.questions.push({
      id,
      authorId: this.member(thread.author),
      authorName: null,
      slug: slugOf(thread.title),
      title: thread.title,
      excerpt,
      tags: [...thread.tags],
      audience: thread.audience ?? 'public',
      baseScore: 0,
      createdAt,
      editedAt: null,
      textVersion: 1,
      closedAt: thread.closed ? this.at(createdAt, thread.closed.afterHours) : null,
      closedReason: thread.closed?.reason ?? null,
      lastActivityAt: new Date(Math.max(...activity.map((time) => time.getTime()))),
      source: null,
    });
    this.addVotes('question', id, createdAt, thread);
    await this.addComments({ type: 'question', id, createdAt }, id, thread.comments);
  }

  /** @returns when it was last changed */
  private async addAnswer(questionId: string, askedAt: Date, answer: DemoAnswer): Promise<Date> {
    const id = newId();
    const createdAt = this.at(askedAt, answer.afterHours);
    const editedAt = answer.before === undefined ? null : this.at(createdAt, EDIT_HOURS);
    if (answer.before !== undefined) await this.addText('answers', { id, version: 1, body: answer.before, createdAt });
    const textVersion = editedAt === null ? 1 : 2;
    const excerpt = await this.addText('answers', { id, version: textVersion, body: answer.body, createdAt: editedAt ?? createdAt });
    const authorId = this.member(answer.author);
    this.rows.answers.push({ id, questionId, authorId, authorName: null, excerpt, accepted: answer.isAccepted === true, baseScore: 0, createdAt, editedAt, textVersion, source: null });
    this.addVotes('answer', id, createdAt, answer);
    await this.addComments({ type: 'answer', id, createdAt }, questionId, answer.comments);
    return editedAt ?? createdAt;
  }

  private async addComments(target: { type: 'question' | 'answer'; id: string; createdAt: Date }, rootId: string, comments: readonly DemoComment[] = []): Promise<void> {
    for (const comment of comments) {
      const id = newId();
      const createdAt = this.at(target.createdAt, comment.afterHours);
      await this.addText('comments', { id, version: 1, body: comment.body, createdAt });
      const author = { authorId: this.member(comment.author), authorName: null };
      this.rows.comments.push({ id, targetType: target.type, targetId: target.id, rootType: 'question', rootId, ...author, baseScore: 0, createdAt, source: null });
    }
  }

  private addVotes(targetType: 'question' | 'answer', targetId: string, after: Date, { upvotes = [], downvotes = [] }: Voted): void {
    const cast = [...upvotes.map((handle) => ({ handle, value: 1 as const })), ...downvotes.map((handle) => ({ handle, value: -1 as const }))];
    cast.forEach(({ handle, value }, index) => {
      this.rows.votes.push({ targetType, targetId, memberId: this.member(handle), value, createdAt: this.at(after, 1 + index * 3) });
    });
  }

  private async addText(collection: keyof DemoRows['texts'], text: Omit<DocumentVersion, 'bodyHtml'>): Promise<string> {
    const { html, excerpt } = await this.richText.render(text.body);
    this.rows.texts[collection].push({ ...text, bodyHtml: html });
    return excerpt;
  }

  private at(from: Date, hours: number): Date {
    return new Date(Math.min(from.getTime() + hours * HOUR_MS, this.now.getTime() - LATEST_MS));
  }

  private member(handle: string): string {
    const id = this.memberIds.get(handle);
    if (id === undefined) throw new Error(`the demo knows no ${handle}`);
    return id;
  }
}
