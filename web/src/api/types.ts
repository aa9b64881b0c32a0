import type { AccessToken, Answer, Comment, OwnSession, Question, SearchHit, SessionMember } from '@cairn/sdk';

/** Shapes of the API, as the generated client has them. */
export type {
  AccessToken, Answer, AuditEntry, Comment, CommentPreview, CreatedAccessToken as CreatedToken, ListedMember, MemberCard, Profile, Question, QuestionSummary, Revision,
  SearchHit, SearchPage, Session, SessionMember, Source, Suggestion, Tag,
} from '@cairn/sdk';

export type WebSession = OwnSession;
export type Role = NonNullable<SessionMember['role']>;
export type ContentState = Question['state'];
export type PostType = 'question' | 'answer';
export type TargetType = PostType | 'comment';
export type SearchType = SearchHit['type'];
export type TokenScope = AccessToken['scopes'][number];

/** What the signed-in reader may do with a post or comment. */
export type Viewer = NonNullable<Answer['viewer']>;
export type CommentViewer = NonNullable<Comment['viewer']>;

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** A message that was kept on the server because it has no mail server. */
export interface SentMail {
  id: string;
  to: string;
  subject: string;
  text: string;
  at: string;
}
