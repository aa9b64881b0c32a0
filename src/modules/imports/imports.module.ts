import { Module } from '@nestjs/common';
import { CommentsModule } from '#modules/comments';
import { QuestionsModule } from '#modules/questions';
import { UsersModule } from '#modules/users';
import { OldUrls } from './old-urls/old-urls.js';
import { SourceRecords } from './sources/source-records.repository.js';
import { ContentWriters } from './stackexchange/content-writers.js';
import { ImportStackExchange } from './stackexchange/import-stack-exchange.js';

@Module({
  imports: [UsersModule, QuestionsModule, CommentsModule],
  providers: [ContentWriters, ImportStackExchange, OldUrls, SourceRecords],
  exports: [ImportStackExchange, OldUrls],
})
export class ImportsModule {}
