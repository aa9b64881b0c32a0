import type { ContentState } from '#modules/visibility';
import type { Source } from '#modules/users';

/** A row of comments.comments. */
export interface Comment {
  id: string;
  targetType: string;
  targetId: string;
  rootType: string;
  rootId: string;
  authorId: string | null;
  authorName: string | null;
  state: ContentState;
  score: number;
  textVersion: number;
  rowVersion: number;
  createdAt: Date;
  editedAt: Date | null;
  source: Source | null;
}
