import { Module } from '@nestjs/common';
import { CommentsModule } from '#modules/comments';
import { UsersModule } from '#modules/users';
import { AcceptAnswer } from './application/accept-answer.js';
import { AnswerWriting } from './application/answer-writing.js';
import { AskQuestion } from './application/ask-question.js';
import { CastVote } from './application/cast-vote.js';
import { ChangeState } from './application/change-state.js';
import { CommentCounts } from './application/comment-counts.js';
import { EditAnswer } from './application/edit-answer.js';
import { EditQuestion } from './application/edit-question.js';
import { PostAnswer } from './application/post-answer.js';
import { PostTexts } from './application/post-texts.js';
import { QuestionPages } from './application/question-pages.js';
import { QuestionReads } from './application/question-reads.js';
import { QuestionRegistrations } from './application/question-registrations.js';
import { QuestionWriting } from './application/question-writing.js';
import { QuestionsFacade } from './application/questions.facade.js';
import { QuestionsQueries } from './application/questions.queries.js';
import { RevisionsQueries } from './application/revisions.queries.js';
import { SimilarQuestions } from './application/similar-questions.js';
import { TagsQueries } from './application/tags.queries.js';
import { AnswersRepository } from './infra/answers.repository.js';
import { QuestionListsRepository } from './infra/question-lists.repository.js';
import { QuestionSearchSource } from './infra/question-search-source.js';
import { QuestionsBulk } from './infra/questions-bulk.repository.js';
import { QuestionsRepository } from './infra/questions.repository.js';
import { TagsRepository } from './infra/tags.repository.js';
import { VotesRepository } from './infra/votes.repository.js';

const rows = [AnswersRepository, QuestionListsRepository, QuestionSearchSource, QuestionsBulk, QuestionsRepository, TagsRepository, VotesRepository];
const useCases = [AcceptAnswer, AskQuestion, CastVote, ChangeState, EditAnswer, EditQuestion, PostAnswer];
const queries = [QuestionReads, QuestionsQueries, RevisionsQueries, SimilarQuestions, TagsQueries];
const shared = [AnswerWriting, CommentCounts, PostTexts, QuestionPages, QuestionsFacade, QuestionWriting];

@Module({
  imports: [UsersModule, CommentsModule],
  providers: [...rows, ...useCases, ...queries, ...shared, QuestionRegistrations],
  exports: [...rows, ...useCases, ...queries, ...shared],
})
export class QuestionsModule {}
