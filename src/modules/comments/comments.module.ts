import { Module } from '@nestjs/common';
import { UsersModule } from '#modules/users';
import { ChangeComment } from './application/change-comment.js';
import { CommentTargets } from './application/comment-targets.js';
import { CommentTexts } from './application/comment-texts.js';
import { CommentsQueries } from './application/comments.queries.js';
import { PostComment } from './application/post-comment.js';
import { CommentsBulk } from './infra/comments-bulk.repository.js';
import { CommentsRepository } from './infra/comments.repository.js';

const services = [ChangeComment, CommentsBulk, CommentsQueries, CommentsRepository, CommentTargets, CommentTexts, PostComment];

@Module({ imports: [UsersModule], providers: services, exports: services })
export class CommentsModule {}
