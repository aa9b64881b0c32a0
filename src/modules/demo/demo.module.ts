import { Module } from '@nestjs/common';
import { CommentsModule } from '#modules/comments';
import { IdentityModule } from '#modules/identity';
import { QuestionsModule } from '#modules/questions';
import { SearchModule } from '#modules/search';
import { UsersModule } from '#modules/users';
import { DemoAccounts } from './demo-accounts.js';
import { DemoCommunity } from './demo-community.js';
import { DemoLoader } from './demo-loader.js';
import { DemoLoads } from './demo-loads.repository.js';
import { DemoWriter } from './demo-writer.js';

@Module({
  imports: [UsersModule, IdentityModule, QuestionsModule, CommentsModule, SearchModule],
  providers: [DemoAccounts, DemoCommunity, DemoLoader, DemoLoads, DemoWriter],
  exports: [DemoCommunity],
})
export class DemoModule {}
