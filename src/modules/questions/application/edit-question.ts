import { Injectable } from '@nestjs/common';
import { DocumentStore } from '#libs/documents';
import { AppError, requireMember, type RequestContext } from '#libs/kernel';
import { NOT_FOUND, requireVersion } from '#libs/http';
import { type Tx, UnitOfWork } from '#libs/persistence';
import { VisibilityPolicy } from '#modules/visibility';
import type { Question } from '../domain/question.js';
import { questionOperations } from '../domain/question.policy.js';
import { CHANGED_MEANWHILE, NOT_ALLOWED } from '../domain/questions.errors.js';
import { slugOf } from '../domain/slug.js';
import { questionEdited, questionSubject } from '../questions.events.js';
import type { NewQuestion } from './ask-question.js';
import { QuestionWriting } from './question-writing.js';

/** Changes a question; every edit is a new version of its text. */
@Injectable()
export class EditQuestion {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly writing: QuestionWriting,
    private readonly documents: DocumentStore,
    private readonly visibility: VisibilityPolicy,
  ) {}

  async execute(ctx: RequestContext, id: string, change: Partial<NewQuestion>, ifMatch?: string): Promise<void> {
    const editor = requireMember(ctx);
    const question = await this.writing.questions.find(id);
    if (!question || !this.visibility.canSee(ctx.actor, question)) throw new AppError(NOT_FOUND);
    if (!questionOperations(ctx.actor, question).canEdit) throw new AppError(NOT_ALLOWED);
    requireVersion(ifMatch, question.textVersion);
    const editedAt = this.writing.clock.now();
    const next = { title: question.title, tags: question.tags, audience: question.audience, body: await this.body(question, change), ...change };
    const version = question.textVersion + 1;
    const { excerpt, staged } = await this.writing.texts.stage('questions', { id, version, title: next.title, body: next.body, createdAt: editedAt });
    await this.uow.run(ctx, async (tx) => {
      await staged.attach(tx);
      const locked = await this.writing.questions.lock(tx, id);
      // Hidden or edited since it was read: counts made from the old row would stay wrong for good.
      if (locked?.state !== question.state || locked.textVersion !== question.textVersion) throw new AppError(CHANGED_MEANWHILE);
      const row = { id, slug: slugOf(next.title), title: next.title, excerpt, tags: next.tags, audience: next.audience, textVersion: version, editedAt };
      await this.writing.questions.edit(tx, row);
      this.recountTags(tx, locked, next, editedAt);
      await this.writing.outbox.add(tx, questionEdited.of(questionSubject(id), { questionId: id, editorId: editor.id }));
      this.writing.pages.changed(tx, id);
    });
  }

  private async body(question: Question, change: Partial<NewQuestion>): Promise<string> {
    if (change.body !== undefined) return change.body;
    const texts = await this.documents.getMany('questions', [{ id: question.id, version: question.textVersion }]);
    const text = texts.get(question.id);
    if (!text) throw new Error(`the text of question ${question.id} is missing`);
    return text.body;
  }

  private recountTags(tx: Tx, before: Question, after: Pick<NewQuestion, 'tags' | 'audience'>, at: Date): void {
    if (before.state !== 'live') return;
    const publicBefore = Number(before.audience === 'public');
    const publicAfter = Number(after.audience === 'public');
    const kept = after.tags.filter((tag) => before.tags.includes(tag));
    const { tags } = this.writing;
    tags.count(tx, before.tags.filter((tag) => !kept.includes(tag)), { all: -1, public: -publicBefore }, at);
    tags.count(tx, after.tags.filter((tag) => !kept.includes(tag)), { all: 1, public: publicAfter }, at);
    tags.count(tx, kept, { all: 0, public: publicAfter - publicBefore }, at);
  }
}
