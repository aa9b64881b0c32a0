import { systemContext } from '#libs/kernel';
import { sql, type SqlReader, type UnitOfWork } from '#libs/persistence';

const USE = sql('search.engine-use', 'insert into search.engines (engine) values ($1) on conflict (engine) do nothing');
const ASK = sql('search.build-ask', 'update search.engines set builds_asked = builds_asked + 1 where $1::text is null or engine = $1');
const BUILDS = sql<{ asked: number; done: number }>('search.builds', 'select builds_asked as asked, builds_done as done from search.engines where engine = $1');
const DONE = sql('search.build-done', 'update search.engines set builds_done = greatest(builds_done, $2) where engine = $1');

/** The name under which the event log knows how far the index of another engine is. */
export function indexCursor(engine: string): string {
  return `search-index-${engine}`;
}

/** What PostgreSQL remembers of other engines: that they were used, and whether their index is to be built anew. */
export class EngineRecords {
  constructor(
    private readonly reader: SqlReader,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /** From now on it is told when its index lacks something. */
  async use(engine: string): Promise<void> {
    await this.unitOfWork.run(systemContext('search.engine-use'), (tx) => tx.query(USE, [engine]));
  }

  /** The index of this engine (of every one, also of those not in use now) lacks something that no event will tell. */
  async askForBuild(engine: string | null = null): Promise<void> {
    await this.unitOfWork.run(systemContext('search.build-ask'), (tx) => tx.query(ASK, [engine]));
  }

  /** How many builds were asked for, and the number of the newest that was done. */
  async builds(engine: string): Promise<{ asked: number; done: number }> {
    return (await this.reader.one(BUILDS, [engine])) ?? { asked: 0, done: 0 };
  }

  async built(engine: string, asked: number): Promise<void> {
    await this.unitOfWork.run(systemContext('search.build-done'), (tx) => tx.query(DONE, [engine, asked]));
  }
}
