import type { Provider } from '@nestjs/common';
import { Clock } from '#libs/kernel';
import { SqlReader, UnitOfWork } from '#libs/persistence';
import { SearchEngine } from '#libs/search-engine';

async function searchEngine(reader: SqlReader, unitOfWork: UnitOfWork, clock: Clock): Promise<SearchEngine> {
  const { PostgresSearchEngine } = await import('#libs/search-engine/postgres');
  return new PostgresSearchEngine(reader, unitOfWork, clock);
}

/** What answers searches. */
export const searchProviders: Provider[] = [{ provide: SearchEngine, useFactory: searchEngine, inject: [SqlReader, UnitOfWork, Clock] }];
