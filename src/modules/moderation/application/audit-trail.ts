import { Injectable } from '@nestjs/common';
import { Clock, newId, type RequestContext, viewerId } from '#libs/kernel';
import type { Tx } from '#libs/persistence';
import { type AuditEntry, AuditRepository, type ListedEntry } from '../infra/audit.repository.js';

/** Writes down what a moderator did, in the same transaction as the deed. */
@Injectable()
export class AuditTrail {
  constructor(
    private readonly repository: AuditRepository,
    private readonly clock: Clock,
  ) {}

  async note(ctx: RequestContext, tx: Tx, entry: Pick<AuditEntry, 'action' | 'targetType' | 'targetId' | 'reason' | 'details'>): Promise<void> {
    await this.repository.append(tx, { ...entry, id: newId(), actorId: viewerId(ctx), at: this.clock.now() });
  }

  list(start: { sortAt: string; id: string } | undefined, limit: number, target?: { type: string; id: string }): Promise<ListedEntry[]> {
    return this.repository.list(start, limit, target);
  }
}
