import { Injectable } from '@nestjs/common';
import { sql, type Tx } from '#libs/persistence';

const INSERT = sql('identity.pending-insert', 'insert into identity.pending_log_ins (state_hash, browser_hash, sealed, expires_at) values ($1, $2, $3, $4)');
const TAKE = sql<{ sealed: Buffer }>(
  'identity.pending-take',
  'delete from identity.pending_log_ins where state_hash = $1 and browser_hash = $2 and expires_at > $3 returning sealed',
);
const PURGE = sql('identity.pending-purge', 'delete from identity.pending_log_ins where expires_at < $1');

/** Log-ins that left for the issuer and have not come back. */
@Injectable()
export class PendingLogInsRepository {
  async insert(tx: Tx, pending: { stateHash: Buffer; browserHash: Buffer; sealed: Buffer; expiresAt: Date }): Promise<void> {
    await tx.query(INSERT, [pending.stateHash, pending.browserHash, pending.sealed, pending.expiresAt]);
  }

  /** Finds and removes one: each comes back once, and only to the browser it left from. */
  async take(tx: Tx, stateHash: Buffer, browserHash: Buffer, now: Date): Promise<Buffer | null> {
    return (await tx.query(TAKE, [stateHash, browserHash, now]))[0]?.sealed ?? null;
  }

  async purge(tx: Tx, before: Date): Promise<void> {
    await tx.query(PURGE, [before]);
  }
}
