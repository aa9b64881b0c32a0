export { QuestionSummarySchema } from './api/questions.schemas.js';
export { QuestionsFacade } from './application/questions.facade.js';
export type { Answer, Question } from './domain/question.js';
export { normaliseTag, slugOf } from './domain/slug.js';
export { type PostHit, type PostRef, QuestionSearchSource } from './infra/question-search-source.js';
export { type BulkAnswer, type BulkQuestion, type BulkTag, type BulkVote, QuestionsBulk } from './infra/questions-bulk.repository.js';
export { questionsMigrations } from './migrations/index.js';
export {
  answerAccepted,
  answerEdited,
  answerPosted,
  answerStateChanged,
  answerUnaccepted,
  questionAsked,
  questionEdited,
  questionStateChanged,
  questionSubject,
  voteCast,
} from './questions.events.js';
export { QuestionsModule } from './questions.module.js';
