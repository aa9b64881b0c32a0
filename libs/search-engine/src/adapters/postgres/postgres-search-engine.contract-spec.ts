import { SystemClock } from '#libs/kernel';
import { testDatabase } from '#libs/testing';
import { describeSearchEngineContract } from '../../../testing/search-engine.contract.js';
import { PostgresSearchEngine } from './postgres-search-engine.js';

describeSearchEngineContract('PostgreSQL', async () => {
  const { reader, unitOfWork, drop } = await testDatabase();
  return { engine: new PostgresSearchEngine(reader, unitOfWork, new SystemClock()), close: drop };
});
