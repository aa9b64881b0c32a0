import { Injectable } from '@nestjs/common';
import { AppError, type MemberActor, requireMember, type RequestContext } from '#libs/kernel';
import { NOT_FOUND } from '#libs/http';
import { type Tx, UnitOfWork } from '#libs/persistence';
import type { Answer, Question, VoteTarget, VoteValue } from '../domain/question.js';
import { answerOperations, questionOperations } from '../domain/question.policy.js';
import { NOT_ALLOWED, OWN_POST } from '../domain/questions.errors.js';
import { VotesRepository } from '../infra/votes.repository.js';
import { questionSubject, voteCast } from '../questions.events.js';
import { AnswerWriting } from './answer-writing.js';

export interface Vote {
  targetType: VoteTarget;
  targetId: string;
  /** 0 takes a vote back. */
  value: VoteValue;
}

/** Votes on a question or an answer; repeating a vote changes nothing. */
@Injectable()
export class CastVote {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly writing: AnswerWriting,
    private readonly votes: VotesRepository,
  ) {}

  /** @returns the post's score afterwards. @throws RESOURCE.NOT_FOUND, QUESTIONS.OWN_POST */
  async execute(ctx: RequestContext, vote: Vote): Promise<number> {
    const voter = requireMember(ctx);
    const questionId = await this.requireVotable(ctx, vote);
    return this.uow.run(ctx, async (tx) => {
      const post = await this.lock(tx, vote);
      const previous = await this.votes.cast(tx, { ...vote, memberId: voter.id, at: this.writing.clock.now() });
      if (previous === vote.value) return post.score;
      const repository = vote.targetType === 'question' ? this.writing.questions : this.writing.answers;
      const score = await repository.addScore(tx, vote.targetId, vote.value - previous);
      await this.writing.outbox.add(tx, this.event(voter, vote, questionId, previous));
      this.writing.pages.changed(tx, questionId);
      return score;
    });
  }

  private async requireVotable(ctx: RequestContext, vote: Vote): Promise<string> {
    const { answer, question } = await this.find(ctx, vote);
    const allowed = answer ? answerOperations(ctx.actor, answer, question) : questionOperations(ctx.actor, question);
    const authorId = (answer ?? question).authorId;
    if (!allowed.canVote) throw new AppError(ctx.actor.kind === 'member' && authorId === ctx.actor.id ? OWN_POST : NOT_ALLOWED);
    return question.id;
  }

  private async find(ctx: RequestContext, vote: Vote): Promise<{ question: Question; answer?: Answer }> {
    if (vote.targetType === 'answer') return this.writing.requireAnswer(ctx.actor, vote.targetId);
    return { question: await this.writing.requireQuestion(ctx.actor, vote.targetId) };
  }

  /** The lock makes the vote before this one known for sure. */
  private async lock(tx: Tx, vote: Vote): Promise<{ score: number }> {
    const repository = vote.targetType === 'question' ? this.writing.questions : this.writing.answers;
    const post = await repository.lock(tx, vote.targetId);
    if (!post) throw new AppError(NOT_FOUND);
    return post;
  }

  private event(voter: MemberActor, vote: Vote, questionId: string, previous: VoteValue): ReturnType<typeof voteCast.of> {
    const { targetType, targetId, value } = vote;
    return voteCast.of(questionSubject(questionId), { questionId, targetType, targetId, memberId: voter.id, value, previous });
  }
}
