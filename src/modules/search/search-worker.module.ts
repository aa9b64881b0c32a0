import { Module } from '@nestjs/common';
import { SearchModule } from './search.module.js';
import { IndexKeeper } from './worker/index-keeper.js';
import { SearchSubscriptions } from './worker/search-subscriptions.js';

@Module({ imports: [SearchModule], providers: [IndexKeeper, SearchSubscriptions], exports: [IndexKeeper] })
export class SearchWorkerModule {}
