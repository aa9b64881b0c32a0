export { CommentPreviewSchema } from './api/comments.schemas.js';
export { ChangeComment } from './application/change-comment.js';
export { type CommentTarget, CommentTargets, type ResolvedTarget } from './application/comment-targets.js';
export { type CommentPreview, CommentsQueries } from './application/comments.queries.js';
export { commentEdited, commentPosted, commentStateChanged } from './comments.events.js';
export { CommentsModule } from './comments.module.js';
export { type BulkComment, CommentsBulk } from './infra/comments-bulk.repository.js';
export { CommentsRepository } from './infra/comments.repository.js';
export { commentsMigrations } from './migrations/index.js';
