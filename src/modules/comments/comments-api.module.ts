import { Module } from '@nestjs/common';
import { CommentsController } from './api/comments.controller.js';
import { CommentsModule } from './comments.module.js';

@Module({ imports: [CommentsModule], controllers: [CommentsController] })
export class CommentsApiModule {}
