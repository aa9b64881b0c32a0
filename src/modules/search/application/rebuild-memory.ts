import { Injectable } from '@nestjs/common';
import { EngineRecords, RejectedDocuments } from '#libs/search-engine';
import type { Ref } from './search-sources.js';

/** What PostgreSQL remembers of builds. */
@Injectable()
export class RebuildMemory {
  constructor(
    private readonly records: EngineRecords,
    private readonly refused: RejectedDocuments,
  ) {}

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
    return this.records.built(engine, asked);
  }

  rejected(engine: string, refs: readonly Ref[]): ReturnType<RejectedDocuments['of']> {
    return this.refused.of(engine, refs);
  }
}
