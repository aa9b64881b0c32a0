/** Shapes of the API as this client reads them. */

export type Role = 'learner' | 'moderator' | 'admin';
export type ContentState = 'live' | 'hidden' | 'deleted';
export type PostType = 'question' | 'answer';
export type TargetType = PostType | 'comment';

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** Id and handle are null when the owner has left. */
export interface MemberCard {
  id: string | null;
  handle: string | null;
  displayName: string;
  avatarUrl: string | null;
  role: Role | null;
}

/** Where an imported row came from. */
export interface Source {
  site: string;
  id: string;
  license: string | null;
  url: string | null;
}

/** What the signed-in reader may do; null for guests. */
export interface Viewer {
  vote: -1 | 0 | 1;
  canEdit: boolean;
  canDelete: boolean;
  canVote: boolean;
  canHide: boolean;
  canComment: boolean;
}

export interface QuestionViewer extends Viewer {
  canAnswer: boolean;
  canAccept: boolean;
}

export interface QuestionSummary {
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
  audience: 'public' | 'members';
  state: ContentState;
  closedReason: string | null;
  createdAt: string;
  editedAt: string | null;
  lastActivityAt: string;
  source: Source | null;
}

export interface Comment {
  id: string;
  target: string;
  body: string;
  bodyHtml: string;
  author: MemberCard;
  score: number;
  state: ContentState;
  createdAt: string;
  editedAt: string | null;
  source: Source | null;
  viewer: Viewer | null;
}

export interface CommentPreview {
  items: Comment[];
  total: number;
}

export interface Answer {
  id: string;
  questionId: string;
  body: string;
  bodyHtml: string;
  version: number;
  score: number;
  accepted: boolean;
  commentCount: number;
  author: MemberCard;
  state: ContentState;
  createdAt: string;
  editedAt: string | null;
  source: Source | null;
  comments: CommentPreview;
  viewer: Viewer | null;
}

export interface Question extends QuestionSummary {
  body: string;
  bodyHtml: string;
  version: number;
  comments: CommentPreview;
  viewer: QuestionViewer | null;
}

export interface Revision {
  version: number;
  title?: string | null;
  body: string;
  bodyHtml: string;
  createdAt: string;
}

export interface Tag {
  slug: string;
  description: string | null;
  questionCount: number;
}

export interface ListedMember extends MemberCard {
  createdAt: string;
  questionCount?: number;
}

export interface Profile extends MemberCard {
  bio: string;
  bioHtml: string;
  location: string | null;
  website: string | null;
  createdAt: string;
  followerCount: number;
  followingCount: number;
  questionCount: number;
  answerCount: number;
  state: 'active' | 'suspended' | 'erased';
  source: Source | null;
  viewer: { following: boolean; canFollow?: boolean; canSuspend: boolean } | null;
}

export interface OwnProfile extends Profile {
  email: string;
  permissions: string[];
}

export type SearchType = 'question' | 'answer' | 'user';

export interface SearchHit {
  type: SearchType;
  id: string;
  url: string;
  title: string;
  titleHtml: string;
  excerptHtml: string;
  score: number;
  tags: string[];
  author: MemberCard | null;
  createdAt: string;
  questionId?: string | null;
}

export interface SearchPage extends Page<SearchHit> {
  fuzzy: boolean;
  degraded: boolean;
}

export interface Suggestion {
  type: SearchType;
  title: string;
  url: string;
}

export interface SessionMember extends MemberCard {
  permissions: string[];
}

export interface Session {
  member: SessionMember | null;
}

export interface WebSession {
  id: string;
  createdAt: string;
  lastSeenAt: string;
  ip: string | null;
  userAgent: string | null;
  current: boolean;
}

export type TokenScope = 'read' | 'write' | 'moderate' | 'admin';

export interface AccessToken {
  id: string;
  name: string;
  scopes: TokenScope[];
  createdAt: string;
  expiresAt: string | null;
  lastUsedAt: string | null;
}

export interface CreatedToken extends AccessToken {
  /** Shown this once. */
  token: string;
}

export interface SentMail {
  id: string;
  to: string;
  subject: string;
  text: string;
  createdAt: string;
}

export interface AuditEntry {
  id: string;
  actor: MemberCard | null;
  action: string;
  target: string;
  reason: string | null;
  at: string;
}
