import { Injectable } from '@nestjs/common';
import { type Actor, AppError, type RequestContext } from '#libs/kernel';
import { type Tx, UnitOfWork } from '#libs/persistence';
import type { Question } from '../domain/question.js';
import { questionOperations } from '../domain/question.policy.js';
import { ANSWER_ELSEWHERE, NOT_ALLOWED } from '../domain/questions.errors.js';
import { answerAccepted, answerUnaccepted, questionSubject } from '../questions.events.js';
import { AnswerWriting } from './answer-writing.js';

/** Marks one answer as the accepted one, or none. Only who asked may. */
@Injectable()
export class AcceptAnswer {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly writing: AnswerWriting,
  ) {}

  /** @param answerId null takes the mark away. @throws QUESTIONS.ANSWER_ELSEWHERE, QUESTIONS.NOT_ALLOWED */
  async execute(ctx: RequestContext, questionId: string, answerId: string | null): Promise<void> {
    const question = await this.writing.requireQuestion(ctx.actor, questionId);
    if (!questionOperations(ctx.actor, question).canAccept) throw new AppError(NOT_ALLOWED);
    await this.uow.run(ctx, async (tx) => {
      const locked = await this.writing.questions.lock(tx, questionId);
      if (!locked || !questionOperations(ctx.actor, locked).canAccept) throw new AppError(NOT_ALLOWED);
      if (locked.acceptedAnswerId === answerId) return;
      if (locked.acceptedAnswerId !== null) await this.unaccept(tx, ctx.actor, locked, locked.acceptedAnswerId);
      if (answerId !== null) await this.accept(tx, ctx.actor, questionId, answerId);
      await this.writing.questions.accept(tx, questionId, answerId);
      this.writing.pages.changed(tx, questionId);
    });
  }

  /** Takes the mark from an answer inside the caller's unit of work; the question's row is the caller's to update. */
  async unaccept(tx: Tx, actor: Actor, question: Pick<Question, 'id'>, answerId: string): Promise<void> {
    await this.writing.answers.setAccepted(tx, answerId, false);
    const data = { answerId, questionId: question.id, actorId: actor.kind === 'member' ? actor.id : null };
    await this.writing.outbox.add(tx, answerUnaccepted.of(questionSubject(question.id), data));
  }

  private async accept(tx: Tx, actor: Actor, questionId: string, answerId: string): Promise<void> {
    const answer = await this.writing.answers.lock(tx, answerId);
    if (!answer || answer.questionId !== questionId || answer.state !== 'live') {
      throw new AppError(ANSWER_ELSEWHERE, { errors: [{ pointer: '/answerId', code: 'not_an_answer', message: 'is not a live answer to this question' }] });
    }
    await this.writing.answers.setAccepted(tx, answerId, true);
    const data = { answerId, questionId, actorId: actor.kind === 'member' ? actor.id : null };
    await this.writing.outbox.add(tx, answerAccepted.of(questionSubject(questionId), data));
  }
}
