import { Injectable } from '@nestjs/common';
import { type Actor, AppError, type RequestContext } from '#libs/kernel';
import { type Tx, UnitOfWork } from '#libs/persistence';
import type { ContentState } from '#modules/visibility';
import type { Question } from '../domain/question.js';
import { answerOperations, questionOperations } from '../domain/question.policy.js';
import { HAS_ANSWERS, NOT_ALLOWED } from '../domain/questions.errors.js';
import { TagsRepository } from '../infra/tags.repository.js';
import { answerStateChanged, questionStateChanged, questionSubject } from '../questions.events.js';
import { AcceptAnswer } from './accept-answer.js';
import { AnswerWriting } from './answer-writing.js';

/** Deletes, hides and restores questions and answers, and keeps every count right while it does. */
@Injectable()
export class ChangeState {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly writing: AnswerWriting,
    private readonly tags: TagsRepository,
    private readonly acceptAnswer: AcceptAnswer,
  ) {}

  /** Deletes one's own question (without answers), or any as a moderator. What is deleted already stays so. */
  async deleteQuestion(ctx: RequestContext, id: string): Promise<void> {
    const question = await this.writing.requireQuestion(ctx.actor, id);
    if (question.state === 'deleted') return;
    this.requireDeletable(ctx.actor, question);
    await this.uow.run(ctx, async (tx) => {
      const locked = await this.writing.questions.lock(tx, id);
      // An answer may have come since it was read.
      if (locked && locked.state !== 'deleted') this.requireDeletable(ctx.actor, locked);
      await this.setQuestionState(ctx, tx, id, 'deleted');
    });
  }

  async deleteAnswer(ctx: RequestContext, id: string): Promise<void> {
    const { answer, question } = await this.writing.requireAnswer(ctx.actor, id);
    if (answer.state === 'deleted') return;
    if (!answerOperations(ctx.actor, answer, question).canDelete) throw new AppError(NOT_ALLOWED);
    await this.uow.run(ctx, (tx) => this.setAnswerState(ctx, tx, id, 'deleted'));
  }

  private requireDeletable(actor: Actor, question: Question): void {
    if (questionOperations(actor, question).canDelete) return;
    const own = actor.kind === 'member' && question.authorId === actor.id;
    throw new AppError(own && question.answerCount > 0 ? HAS_ANSWERS : NOT_ALLOWED);
  }

  /** Inside the caller's unit of work. @returns the state before, or null when there is no such question */
  async setQuestionState(ctx: RequestContext, tx: Tx, id: string, to: ContentState): Promise<ContentState | null> {
    const question = await this.writing.questions.lock(tx, id);
    if (!question) return null;
    if (question.state === to) return to;
    await this.writing.questions.setState(tx, id, to);
    const delta = Number(to === 'live') - Number(question.state === 'live');
    const isPublic = Number(question.audience === 'public');
    this.tags.count(tx, question.tags, { all: delta, public: delta * isPublic }, this.writing.clock.now());
    await this.writing.outbox.add(tx, questionStateChanged.of(questionSubject(id), { questionId: id, from: question.state, to, actorId: actorId(ctx) }));
    this.writing.pages.changed(tx, id);
    return question.state;
  }

  /** Inside the caller's unit of work. An accepted answer that goes is accepted no more. @returns the state before, or null when there is no such answer */
  async setAnswerState(ctx: RequestContext, tx: Tx, id: string, to: ContentState): Promise<ContentState | null> {
    const found = await this.writing.answers.find(id);
    const question = found && (await this.writing.questions.lock(tx, found.questionId));
    const answer = await this.writing.answers.lock(tx, id);
    if (!answer || !question) return null;
    if (answer.state === to) return to;
    await this.writing.answers.setState(tx, id, to);
    const delta = Number(to === 'live') - Number(answer.state === 'live');
    if (delta !== 0) await this.writing.questions.addCounts(tx, question.id, { answers: delta });
    if (answer.accepted) {
      await this.acceptAnswer.unaccept(tx, ctx.actor, question, id);
      await this.writing.questions.accept(tx, question.id, null);
    }
    const data = { answerId: id, questionId: question.id, from: answer.state, to, actorId: actorId(ctx) };
    await this.writing.outbox.add(tx, answerStateChanged.of(questionSubject(question.id), data));
    this.writing.pages.changed(tx, question.id);
    return answer.state;
  }
}

function actorId(ctx: RequestContext): string | null {
  return ctx.actor.kind === 'member' ? ctx.actor.id : null;
}
