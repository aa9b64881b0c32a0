import { systemContext } from '#libs/kernel';
import { sql, type SqlReader, type UnitOfWork } from '#libs/persistence';

const USE = sql('search.engine-use', 'insert into search.engines (engine) values ($1) on conflict (engine) do nothing');
const ASK = sql('search.build-ask', 'update search.engines set builds_asked = builds_asked + 1 where $1::text is null or engine = $1');
const BUILDS = sql<EngineBuilds>(
  'search.builds',
  'select builds_asked as asked, builds_done as done, is_swapping as "isSwapping", numbering from search.engines where engine = $1',
);
const SWAP = sql('search.build-swap', 'update search.engines set is_swapping = true where engine = $1');
const DONE = sql(
  'search.build-done',
  'update search.engines set builds_done = greatest(builds_done, $2), numbering = $3, is_swapping = false where engine = $1',
);

export interface EngineBuilds {
  /** How many builds were asked for, and the number of the newest of them that was done. */
  asked: number;
  done: number;
  /** A build is just taking its place, or was stopped there. */
  isSwapping: boolean;
  /** By which rule the versions in the index were made: the caller's number. */
  numbering: number;
}

/** The name under which the event log knows how far the index of another engine is. */
export function indexCursor(engine: string): string {
  return `search-index-${engine}`;
}

/** What PostgreSQL remembers of engines, of itself too: that they were used, and whether their index is to be built anew. */
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

  async builds(engine: string): Promise<EngineBuilds> {
    return (await this.reader.one(BUILDS, [engine])) ?? { asked: 0, done: 0, isSwapping: false, numbering: 0 };
  }

  /** A build that is stopped after this and before `built` may lack what was written to the old index meanwhile. */
  async swapping(engine: string): Promise<void> {
    await this.unitOfWork.run(systemContext('search.build-swap'), (tx) => tx.query(SWAP, [engine]));
  }

  async built(engine: string, asked: number, numbering: number): Promise<void> {
    await this.unitOfWork.run(systemContext('search.build-done'), (tx) => tx.query(DONE, [engine, asked, numbering]));
  }
}
