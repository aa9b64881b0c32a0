import { Module } from '@nestjs/common';
import { QuestionsModule } from '#modules/questions';
import { UsersModule } from '#modules/users';
import { FindThings } from './application/find-things.js';
import { HitReader } from './application/hit-reader.js';
import { Reindex } from './application/reindex.js';
import { SearchIndex } from './application/search-index.js';
import { SuggestThings } from './application/suggest-things.js';

const services = [FindThings, HitReader, Reindex, SearchIndex, SuggestThings];

@Module({ imports: [QuestionsModule, UsersModule], providers: services, exports: services })
export class SearchModule {}
