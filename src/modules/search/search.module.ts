import { Module } from '@nestjs/common';
import { QuestionsModule } from '#modules/questions';
import { UsersModule } from '#modules/users';
import { FindThings } from './application/find-things.js';
import { HitReader } from './application/hit-reader.js';
import { IndexComparison } from './application/index-comparison.js';
import { LocalIndexFill } from './application/local-index-fill.js';
import { RebuildMemory } from './application/rebuild-memory.js';
import { Reindex } from './application/reindex.js';
import { RemoteIndexRebuild } from './application/remote-index-rebuild.js';
import { SearchAudit } from './application/search-audit.js';
import { SearchSources } from './application/search-sources.js';
import { SharedSearches } from './application/shared-searches.js';
import { SuggestThings } from './application/suggest-things.js';

const services = [FindThings, HitReader, IndexComparison, LocalIndexFill, RebuildMemory, Reindex, RemoteIndexRebuild, SearchAudit, SearchSources, SharedSearches, SuggestThings];

@Module({ imports: [QuestionsModule, UsersModule], providers: services, exports: services })
export class SearchModule {}
