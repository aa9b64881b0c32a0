import { Injectable } from '@nestjs/common';
import { RecentTexts } from '#libs/documents';
import type { Actor } from '#libs/kernel';
import { CommentsQueries } from '#modules/comments';
import { MemberCards } from '#modules/users';
import { VisibilityPolicy } from '#modules/visibility';
import type { Answer, Question, VoteValue } from '../domain/question.js';
import { answerOperations, questionOperations } from '../domain/question.policy.js';
import { QuestionsRepository } from '../infra/questions.repository.js';
import { VotesRepository } from '../infra/votes.repository.js';
import type { PostedAnswer } from './post-answer.js';
import { answerView, type AnswerView, questionView, type QuestionSummaryView, type QuestionView, summaryView } from './question-views.js';

/** Puts rows, texts, people, comments and the viewer's votes together: a fixed number of queries, whatever the number of rows. */
@Injectable()
export class QuestionsQueries {
  constructor(
    private readonly texts: RecentTexts,
    private readonly comments: CommentsQueries,
    private readonly cards: MemberCards,
    private readonly votes: VotesRepository,
    private readonly questions: QuestionsRepository,
    private readonly visibility: VisibilityPolicy,
  ) {}

  async question(actor: Actor, question: Question): Promise<QuestionView> {
    const ids = [question.id];
    const [texts, comments, votes, cards] = await Promise.all([
      this.texts.getMany('questions', [{ id: question.id, version: question.textVersion }]),
      this.comments.previews(actor, question.commentCount > 0 ? ids : []),
      this.votesOf(actor, ids),
      this.cards.byIds([question.authorId]),
    ]);
    return questionView(question, {
      author: this.cards.pick(cards, question.authorId, question.authorName),
      text: texts.get(question.id),
      comments: comments.get(question.id),
      viewer: actor.kind === 'guest' ? null : { vote: votes.get(question.id) ?? 0, ...questionOperations(actor, question) },
    });
  }

  async answers(actor: Actor, question: Question, answers: readonly Answer[]): Promise<AnswerView[]> {
    if (answers.length === 0) return [];
    const ids = answers.map((answer) => answer.id);
    const [texts, comments, votes, cards] = await Promise.all([
      this.texts.getMany('answers', answers.map((answer) => ({ id: answer.id, version: answer.textVersion }))),
      this.comments.previews(actor, answers.filter((answer) => answer.commentCount > 0).map((answer) => answer.id)),
      this.votesOf(actor, ids),
      this.cards.byIds(answers.map((answer) => answer.authorId)),
    ]);
    return answers.map((answer) =>
      answerView(answer, {
        author: this.cards.pick(cards, answer.authorId, answer.authorName),
        text: texts.get(answer.id),
        comments: comments.get(answer.id),
        viewer: actor.kind === 'guest' ? null : { vote: votes.get(answer.id) ?? 0, ...answerOperations(actor, answer, question) },
      }),
    );
  }

  /** An answer of now: nobody has voted on it or commented. */
  async posted(actor: Actor, { answer, question, text }: PostedAnswer): Promise<AnswerView> {
    const author = this.cards.pick(await this.cards.byIds([answer.authorId]), answer.authorId, answer.authorName);
    return answerView(answer, { author, text, comments: undefined, viewer: { vote: 0, ...answerOperations(actor, answer, question) } });
  }

  async summaries(questions: readonly Question[]): Promise<QuestionSummaryView[]> {
    const cards = await this.cards.byIds(questions.map((question) => question.authorId));
    return questions.map((question) => summaryView(question, this.cards.pick(cards, question.authorId, question.authorName)));
  }

  /** Summaries in the order of the ids; what the actor may not see, or is not live, is left out. */
  async summariesByIds(actor: Actor, ids: readonly string[]): Promise<QuestionSummaryView[]> {
    const rows = new Map((await this.questions.findMany(ids)).map((row) => [row.id, row]));
    const seen = ids.map((id) => rows.get(id)).filter((row): row is Question => row !== undefined && row.state === 'live' && this.visibility.canSee(actor, row));
    return this.summaries(seen);
  }

  private async votesOf(actor: Actor, ids: readonly string[]): Promise<Map<string, VoteValue>> {
    return actor.kind === 'member' ? this.votes.ofMember(actor.id, ids) : new Map<string, VoteValue>();
  }
}
