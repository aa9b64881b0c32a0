import { Injectable } from '@nestjs/common';
import { AppError, requireMember, type RequestContext } from '#libs/kernel';
import { requireVersion } from '#libs/http';
import { UnitOfWork } from '#libs/persistence';
import { answerOperations } from '../domain/question.policy.js';
import { CHANGED_MEANWHILE, NOT_ALLOWED } from '../domain/questions.errors.js';
import { answerEdited, questionSubject } from '../questions.events.js';
import { AnswerWriting } from './answer-writing.js';
import { PostTexts } from './post-texts.js';

/** Changes the text of an answer; every edit is a new version. */
@Injectable()
export class EditAnswer {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly writing: AnswerWriting,
    private readonly texts: PostTexts,
  ) {}

  async execute(ctx: RequestContext, id: string, body: string, ifMatch?: string): Promise<void> {
    const editor = requireMember(ctx);
    const { answer, question } = await this.writing.requireAnswer(ctx.actor, id);
    if (!answerOperations(ctx.actor, answer, question).canEdit) throw new AppError(NOT_ALLOWED);
    requireVersion(ifMatch, answer.textVersion);
    const editedAt = this.writing.clock.now();
    const textVersion = answer.textVersion + 1;
    const { excerpt, staged } = await this.texts.stage('answers', { id, version: textVersion, body, createdAt: editedAt });
    await this.uow.run(ctx, async (tx) => {
      await staged.attach(tx);
      const locked = await this.writing.answers.lock(tx, id);
      if (locked?.state !== answer.state || locked.textVersion !== answer.textVersion) throw new AppError(CHANGED_MEANWHILE);
      await this.writing.answers.edit(tx, { id, excerpt, textVersion, editedAt });
      await this.writing.outbox.add(tx, answerEdited.of(questionSubject(question.id), { answerId: id, questionId: question.id, editorId: editor.id }));
      this.writing.pages.changed(tx, question.id);
    });
  }
}
