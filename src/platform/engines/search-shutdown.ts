import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { SearchIndexes } from '#libs/search-engine';

/** Lets go of the search engine's server when the program ends. */
@Injectable()
export class SearchShutdown implements OnModuleDestroy {
  constructor(private readonly indexes: SearchIndexes) {}

  async onModuleDestroy(): Promise<void> {
    this.indexes.watch?.stop();
    await this.indexes.remote?.close();
  }
}
