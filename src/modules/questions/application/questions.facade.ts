import { Injectable } from '@nestjs/common';
import type { Actor, RequestContext } from '#libs/kernel';
import type { Tx } from '#libs/persistence';
import { type ContentState, VisibilityPolicy } from '#modules/visibility';
import type { Answer, Question } from '../domain/question.js';
import { AnswersRepository } from '../infra/answers.repository.js';
import { QuestionsRepository } from '../infra/questions.repository.js';
import { ChangeState } from './change-state.js';

/** What other modules may ask of questions and answers. */
@Injectable()
export class QuestionsFacade {
  constructor(
    private readonly questions: QuestionsRepository,
    private readonly answers: AnswersRepository,
    private readonly visibility: VisibilityPolicy,
    private readonly changeState: ChangeState,
  ) {}

  /** Whether the actor may see a question at all. */
  async canSee(actor: Actor, questionId: string): Promise<boolean> {
    const question = await this.questions.find(questionId);
    return question !== null && this.visibility.canSee(actor, question);
  }

  findQuestions(ids: readonly string[]): Promise<Question[]> {
    return this.questions.findMany(ids);
  }

  findAnswers(ids: readonly string[]): Promise<Answer[]> {
    return this.answers.findMany(ids);
  }

  /** Moves a post to another state inside the caller's unit of work. @returns the state before, or null when there is no such post */
  setState(ctx: RequestContext, tx: Tx, post: { type: 'question' | 'answer'; id: string }, state: ContentState): Promise<ContentState | null> {
    return post.type === 'question' ? this.changeState.setQuestionState(ctx, tx, post.id, state) : this.changeState.setAnswerState(ctx, tx, post.id, state);
  }

  /** The version of its text each of these rows shows: for the sweeper. */
  textVersions(collection: 'questions' | 'answers', ids: readonly string[]): Promise<Map<string, number>> {
    return (collection === 'questions' ? this.questions : this.answers).textVersions(ids);
  }
}
