import { Injectable } from '@nestjs/common';
import { EngineRecords, RejectedDocuments } from '#libs/search-engine';
import type { Ref } from './search-sources.js';

/** Raise it when versions come to mean something else (QuestionSearchSource, MemberSearchSource): every index is then built anew by itself. */
const NUMBERING = 3;

/** What PostgreSQL remembers of builds. */
@Injectable()
export class RebuildMemory {
  constructor(
    private readonly records: EngineRecords,
    private readonly refused: RejectedDocuments,
  ) {}

  /** From now on it is told when the index of this engine lacks something. */
  use(engine: string): Promise<void> {
    return this.records.use(engine);
  }

  /** The index of this engine lacks something that no event will tell. */
  askForBuild(engine: string): Promise<void> {
    return this.records.askForBuild(engine);
  }

  /** @returns the number of the newest build that was asked for: whatever is asked later needs another one */
  async begin(engine: string): Promise<number> {
    await this.records.use(engine);
    await this.refused.forget(engine);
    return (await this.records.builds(engine)).asked;
  }

  swapping(engine: string): Promise<void> {
    return this.records.swapping(engine);
  }

  done(engine: string, asked: number): Promise<void> {
    return this.records.built(engine, asked, NUMBERING);
  }

  /** Why the index of this engine is to be built anew, although it is there; null when it is not. */
  async reasonToBuild(engine: string): Promise<string | null> {
    const { asked, done, isSwapping, numbering } = await this.records.builds(engine);
    if (asked > done) return 'incomplete';
    // While a build runs its lock keeps others out.
    if (isSwapping) return 'interrupted';
    return numbering < NUMBERING ? 'numbered by an older rule' : null;
  }

  rejected(engine: string, refs: readonly Ref[]): ReturnType<RejectedDocuments['of']> {
    return this.refused.of(engine, refs);
  }
}
