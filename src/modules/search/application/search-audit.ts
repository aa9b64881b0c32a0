import { Injectable } from '@nestjs/common';
import { RejectedDocuments, SearchIndexes } from '#libs/search-engine';
import { type Comparison, type Difference, IndexComparison } from './index-comparison.js';

export interface AuditedIndex extends Omit<Comparison, 'differences'> {
  engine: string;
  /** With the engine's reason, when it refused the document. */
  differences: (Difference & { reason?: string })[];
  /** Why nothing could be compared; null when it was. */
  problem: string | null;
}

/** Every index against the rows. */
@Injectable()
export class SearchAudit {
  constructor(
    private readonly indexes: SearchIndexes,
    private readonly comparison: IndexComparison,
    private readonly rejected: RejectedDocuments,
  ) {}

  async run(): Promise<AuditedIndex[]> {
    const { local, remote } = this.indexes;
    const audited: AuditedIndex[] = [{ engine: 'postgresql', problem: null, ...(await this.comparison.compare(local)) }];
    if (remote) audited.push(await this.remote(remote.engine));
    return audited;
  }

  private async remote(engine: string): Promise<AuditedIndex> {
    try {
      const found = await this.comparison.compare(this.indexes.remote!);
      const reasons = new Map((await this.rejected.of(engine, found.differences)).map(({ type, id, reason }) => [`${type}:${id}`, reason]));
      const differences = found.differences.map((difference) => {
        const reason = reasons.get(`${difference.type}:${difference.id}`);
        return reason === undefined ? difference : { ...difference, reason };
      });
      return { engine, problem: null, ...found, differences };
    } catch (error) {
      return { engine, problem: (error as Error).message, compared: { question: 0, answer: 0, user: 0 }, differences: [], count: 0 };
    }
  }
}
