import { Injectable } from '@nestjs/common';
import { Outbox } from '#libs/events';
import { type Actor, AppError, Clock } from '#libs/kernel';
import { NOT_FOUND } from '#libs/http';
import { VisibilityPolicy } from '#modules/visibility';
import type { Answer, Question } from '../domain/question.js';
import { AnswersRepository } from '../infra/answers.repository.js';
import { QuestionsRepository } from '../infra/questions.repository.js';
import { QuestionPages } from './question-pages.js';

/** What the use cases on answers share. */
@Injectable()
export class AnswerWriting {
  constructor(
    readonly questions: QuestionsRepository,
    readonly answers: AnswersRepository,
    readonly pages: QuestionPages,
    readonly outbox: Outbox,
    readonly clock: Clock,
    private readonly visibility: VisibilityPolicy,
  ) {}

  /** The question, when the actor may see it. @throws RESOURCE.NOT_FOUND */
  async requireQuestion(actor: Actor, id: string): Promise<Question> {
    const question = await this.questions.find(id);
    if (!question || !this.visibility.canSee(actor, question)) throw new AppError(NOT_FOUND);
    return question;
  }

  /** The answer and its question, when the actor may see both. @throws RESOURCE.NOT_FOUND */
  async requireAnswer(actor: Actor, id: string): Promise<{ answer: Answer; question: Question }> {
    const answer = await this.answers.find(id);
    if (!answer) throw new AppError(NOT_FOUND);
    const question = await this.requireQuestion(actor, answer.questionId);
    if (!this.visibility.canSee(actor, { ...answer, audience: question.audience })) throw new AppError(NOT_FOUND);
    return { answer, question };
  }
}
