import { Module } from '@nestjs/common';
import { CommentsModule } from '#modules/comments';
import { UsersModule } from '#modules/users';
import { AcceptAnswer } from './application/accept-answer.js';
import { AnswerWriting } from './application/answer-writing.js';
import { AskQuestion } from './application/ask-question.js';
import { CastVote } from './application/cast-vote.js';
import { ChangeState } from './application/change-state.js';
import { EditAnswer } from './application/edit-answer.js';
import { EditQuestion } from './application/edit-question.js';
import { PostAnswer } from './application/post-answer.js';
import { PostTexts } from './application/post-texts.js';
import { QuestionPages } from './application/question-pages.js';
import { QuestionRegistrations } from './application/question-registrations.js';
import { QuestionWriting } from './application/question-writing.js';
import { QuestionsFacade } from './application/questions.facade.js';
import { QuestionsQueries } from './application/questions.queries.js';
import { SimilarQuestions } from './application/similar-questions.js';
import { AnswersRepository } from './infra/answers.repository.js';
import { QuestionListsRepository } from './infra/question-lists.repository.js';
import { QuestionSearchSource } from './infra/question-search-source.js';
import { QuestionsBulk } from './infra/questions-bulk.repository.js';
import { QuestionsRepository } from './infra/questions.repository.js';
import { TagsRepository } from './infra/tags.repository.js';
import { VotesRepository } from './infra/votes.repository.js';

const rows = [AnswersRepository, QuestionListsRepository, QuestionSearchSource, QuestionsBulk, QuestionsRepository, TagsRepository, VotesRepository];
const useCases = [AcceptAnswer, AskQuestion, CastVote, ChangeState, EditAnswer, EditQuestion, PostAnswer];
const shared = [AnswerWriting, PostTexts, QuestionPages, QuestionsFacade, QuestionsQueries, QuestionWriting, SimilarQuestions];

@Module({
  imports: [UsersModule, CommentsModule],
  providers: [...rows, ...useCases, ...shared, QuestionRegistrations],
  exports: [...rows, ...useCases, ...shared],
})
export class QuestionsModule {}
