import type { Source } from '#modules/users';
import type { Audience, ContentState } from '#modules/visibility';

/** A row of questions.questions. */
export interface Question {
  id: string;
  authorId: string | null;
  authorName: string | null;
  slug: string;
  title: string;
  excerpt: string;
  tags: string[];
  audience: Audience;
  state: ContentState;
  score: number;
  answerCount: number;
  commentCount: number;
  acceptedAnswerId: string | null;
  textVersion: number;
  rowVersion: number;
  closedAt: Date | null;
  closedReason: string | null;
  createdAt: Date;
  editedAt: Date | null;
  lastActivityAt: Date;
  source: Source | null;
}

/** A row of questions.answers; its audience is the question's. */
export interface Answer {
  id: string;
  questionId: string;
  authorId: string | null;
  authorName: string | null;
  state: ContentState;
  accepted: boolean;
  score: number;
  commentCount: number;
  textVersion: number;
  rowVersion: number;
  createdAt: Date;
  editedAt: Date | null;
  source: Source | null;
}

/** The row that the table's defaults make of a new answer. */
export function newAnswer(made: Pick<Answer, 'id' | 'questionId' | 'authorId' | 'createdAt'>): Answer {
  return { ...made, authorName: null, state: 'live', accepted: false, score: 0, commentCount: 0, textVersion: 1, rowVersion: 1, editedAt: null, source: null };
}

export type VoteTarget = 'question' | 'answer';
export type VoteValue = -1 | 0 | 1;
