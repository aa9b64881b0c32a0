import { Injectable } from '@nestjs/common';
import type { Actor } from '#libs/kernel';
import { SearchEngine } from '#libs/search-engine';
import { VisibilityPolicy } from '#modules/visibility';
import { AnswerWriting } from './answer-writing.js';
import type { QuestionSummaryView } from './question-views.js';
import { QuestionsQueries } from './questions.queries.js';

/** Questions that may have been asked already. */
@Injectable()
export class SimilarQuestions {
  constructor(
    private readonly engine: SearchEngine,
    private readonly queries: QuestionsQueries,
    private readonly posts: AnswerWriting,
    private readonly visibility: VisibilityPolicy,
  ) {}

  /** @throws RESOURCE.NOT_FOUND */
  async of(actor: Actor, id: string, limit: number): Promise<QuestionSummaryView[]> {
    const question = await this.posts.requireQuestion(actor, id);
    return this.find(actor, question.title, limit, id);
  }

  async find(actor: Actor, title: string, limit: number, except?: string): Promise<QuestionSummaryView[]> {
    const { hits } = await this.engine.search({
      text: title,
      phrases: [],
      types: ['question'],
      tags: [],
      excludedTags: [],
      sort: 'relevance',
      audiences: this.visibility.audiencesFor(actor),
      limit: limit + 1,
    });
    const ids = hits.map((hit) => hit.id).filter((id) => id !== except);
    return this.queries.summariesByIds(actor, ids.slice(0, limit));
  }
}
