import { Module } from '@nestjs/common';
import { UsersModule } from '#modules/users';
import { ModerationController } from './api/moderation.controller.js';
import { ModerationModule } from './moderation.module.js';

@Module({ imports: [ModerationModule, UsersModule], controllers: [ModerationController] })
export class ModerationApiModule {}
