import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Actor } from '#libs/kernel';
import { CommentTargets, type ResolvedTarget } from '#modules/comments';
import { PROFILE_COUNTS_TO, ProfileCounts } from '#modules/users';
import { VisibilityPolicy } from '#modules/visibility';
import { answerOperations, questionOperations } from '../domain/question.policy.js';
import { AnswersRepository } from '../infra/answers.repository.js';
import { QuestionsRepository } from '../infra/questions.repository.js';
import { CommentCounts } from './comment-counts.js';

/** Tells the modules below what they can use of this one: posts take comments, and profiles count them. */
@Injectable()
export class QuestionRegistrations implements OnModuleInit {
  constructor(
    private readonly targets: CommentTargets,
    private readonly profileCounts: ProfileCounts,
    private readonly questions: QuestionsRepository,
    private readonly answers: AnswersRepository,
    private readonly visibility: VisibilityPolicy,
    private readonly commentCounts: CommentCounts,
  ) {}

  onModuleInit(): void {
    this.profileCounts.register((viewer, memberId) => this.questions.countsOf(memberId, this.visibility.audiencesFor(viewer), PROFILE_COUNTS_TO));
    this.targets.register('question', {
      resolve: (actor, id) => this.resolveQuestion(actor, id),
      visible: async (actor, ids) => new Set((await this.questions.findMany(ids)).filter((q) => this.visibility.canSee(actor, q)).map((q) => q.id)),
      commented: (tx, id, delta) => this.commentCounts.ofQuestion(tx, id, delta),
    });
    this.targets.register('answer', {
      resolve: (actor, id) => this.resolveAnswer(actor, id),
      visible: (actor, ids) => this.visibleAnswers(actor, ids),
      commented: (tx, id, delta) => this.commentCounts.ofAnswer(tx, id, delta),
    });
  }

  private async resolveQuestion(actor: Actor, id: string): Promise<ResolvedTarget | null> {
    const question = await this.questions.find(id);
    if (!question || !this.visibility.canSee(actor, question)) return null;
    return { rootType: 'question', rootId: id, canComment: questionOperations(actor, question).canComment };
  }

  private async resolveAnswer(actor: Actor, id: string): Promise<ResolvedTarget | null> {
    const answer = await this.answers.find(id);
    const question = answer && (await this.questions.find(answer.questionId));
    if (!answer || !question || !this.visibility.canSee(actor, question)) return null;
    if (!this.visibility.canSee(actor, { ...answer, audience: question.audience })) return null;
    return { rootType: 'question', rootId: question.id, canComment: answerOperations(actor, answer, question).canComment };
  }

  private async visibleAnswers(actor: Actor, ids: readonly string[]): Promise<Set<string>> {
    const answers = await this.answers.findMany(ids);
    const questions = new Map((await this.questions.findMany(answers.map((a) => a.questionId))).map((q) => [q.id, q]));
    const visible = answers.filter((answer) => {
      const question = questions.get(answer.questionId);
      return question && this.visibility.canSee(actor, question) && this.visibility.canSee(actor, { ...answer, audience: question.audience });
    });
    return new Set(visible.map((answer) => answer.id));
  }
}
