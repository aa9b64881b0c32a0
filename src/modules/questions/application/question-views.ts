import type { CommentPreview } from '#modules/comments';
import { type MemberCard, type Source } from '#modules/users';
import type { DocumentVersion } from '#libs/documents';
import type { Answer, Question, VoteValue } from '../domain/question.js';
import type { PostOperations, QuestionOperations } from '../domain/question.policy.js';

export interface QuestionSummaryView {
  id: string;
  slug: string;
  title: string;
  excerpt: string;
  tags: string[];
  score: number;
  answerCount: number;
  commentCount: number;
  acceptedAnswerId: string | null;
  author: MemberCard;
  audience: Question['audience'];
  state: Question['state'];
  closedReason: string | null;
  createdAt: string;
  editedAt: string | null;
  lastActivityAt: string;
  source: Source | null;
}

export interface QuestionView extends QuestionSummaryView {
  body: string;
  bodyHtml: string;
  version: number;
  comments: CommentPreview;
  viewer: (QuestionOperations & { vote: VoteValue }) | null;
}

export interface AnswerView {
  id: string;
  questionId: string;
  body: string;
  bodyHtml: string;
  version: number;
  score: number;
  accepted: boolean;
  commentCount: number;
  author: MemberCard;
  state: Answer['state'];
  createdAt: string;
  editedAt: string | null;
  source: Source | null;
  comments: CommentPreview;
  viewer: (PostOperations & { vote: VoteValue }) | null;
}

const NO_COMMENTS: CommentPreview = { items: [], total: 0 };

function sourceOf(source: Source | null): Source | null {
  return source && { site: source.site, id: source.id, license: source.license ?? null, url: source.url ?? null };
}

export function summaryView(q: Question, author: MemberCard): QuestionSummaryView {
  return {
    id: q.id,
    slug: q.slug,
    title: q.title,
    excerpt: q.excerpt,
    tags: q.tags,
    score: q.score,
    answerCount: q.answerCount,
    commentCount: q.commentCount,
    acceptedAnswerId: q.acceptedAnswerId,
    author,
    audience: q.audience,
    state: q.state,
    closedReason: q.closedAt === null ? null : (q.closedReason ?? 'closed'),
    createdAt: q.createdAt.toISOString(),
    editedAt: q.editedAt?.toISOString() ?? null,
    lastActivityAt: q.lastActivityAt.toISOString(),
    source: sourceOf(q.source),
  };
}

interface PostParts<V> {
  author: MemberCard;
  text: DocumentVersion | undefined;
  comments: CommentPreview | undefined;
  viewer: V;
}

export function questionView(q: Question, parts: PostParts<QuestionView['viewer']>): QuestionView {
  return {
    ...summaryView(q, parts.author),
    body: parts.text?.body ?? '',
    bodyHtml: parts.text?.bodyHtml ?? '',
    version: q.textVersion,
    comments: parts.comments ?? NO_COMMENTS,
    viewer: parts.viewer,
  };
}

export function answerView(a: Answer, parts: PostParts<AnswerView['viewer']>): AnswerView {
  return {
    id: a.id,
    questionId: a.questionId,
    body: parts.text?.body ?? '',
    bodyHtml: parts.text?.bodyHtml ?? '',
    version: a.textVersion,
    score: a.score,
    accepted: a.accepted,
    commentCount: a.commentCount,
    author: parts.author,
    state: a.state,
    createdAt: a.createdAt.toISOString(),
    editedAt: a.editedAt?.toISOString() ?? null,
    source: sourceOf(a.source),
    comments: parts.comments ?? NO_COMMENTS,
    viewer: parts.viewer,
  };
}
