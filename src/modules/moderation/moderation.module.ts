import { Module } from '@nestjs/common';
import { CommentsModule } from '#modules/comments';
import { QuestionsModule } from '#modules/questions';
import { UsersModule } from '#modules/users';
import { AuditTrail } from './application/audit-trail.js';
import { SetContentState } from './application/set-content-state.js';
import { SuspendMember } from './application/suspend-member.js';
import { AuditRepository } from './infra/audit.repository.js';

@Module({
  imports: [UsersModule, QuestionsModule, CommentsModule],
  providers: [AuditRepository, AuditTrail, SetContentState, SuspendMember],
  exports: [AuditTrail, SetContentState, SuspendMember],
})
export class ModerationModule {}
