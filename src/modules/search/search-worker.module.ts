import { Module } from '@nestjs/common';
import { SearchModule } from './search.module.js';
import { IndexChanges } from './worker/index-changes.js';
import { SearchSubscriptions } from './worker/search-subscriptions.js';

@Module({ imports: [SearchModule], providers: [IndexChanges, SearchSubscriptions] })
export class SearchWorkerModule {}
