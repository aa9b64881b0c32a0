import { createHash } from 'node:crypto';
import type { Adapter, AdapterPayload } from 'oidc-provider';
import { errors } from 'oidc-provider';
import { type Clock, isId, systemContext } from '#libs/kernel';
import { sql, type SqlReader, type Tx, type UnitOfWork } from '#libs/persistence';
import type { SecretBox } from '../../secret-box.js';
import type { SiteMembers } from '../../site-members.port.js';

interface PayloadRow {
  payload: Buffer;
  consumed_at: Date | null;
}

const UPSERT = sql(
  'sign-in.payload-upsert',
  `insert into sign_in.payloads (model, id_hash, payload, uid_hash, grant_hash, account_id, expires_at)
   values ($1, $2, $3, $4, $5, $6, $7)
   on conflict (model, id_hash) do update set payload = excluded.payload, uid_hash = excluded.uid_hash,
     grant_hash = excluded.grant_hash, account_id = excluded.account_id, expires_at = excluded.expires_at`,
);
const BY_ID = sql<PayloadRow>(
  'sign-in.payload-by-id',
  'select payload, consumed_at from sign_in.payloads where model = $1 and id_hash = $2 and expires_at > $3',
);
const BY_UID = sql<PayloadRow>(
  'sign-in.payload-by-uid',
  'select payload, consumed_at from sign_in.payloads where model = $1 and uid_hash = $2 and expires_at > $3',
);
const CONSUME = sql<{ model: string }>(
  'sign-in.payload-consume',
  'update sign_in.payloads set consumed_at = $3 where model = $1 and id_hash = $2 and consumed_at is null returning model',
);
const GRANT_OF = sql<{ grant_hash: Buffer | null }>(
  'sign-in.payload-grant-of',
  'select grant_hash from sign_in.payloads where model = $1 and id_hash = $2',
);
const DESTROY = sql('sign-in.payload-destroy', 'delete from sign_in.payloads where model = $1 and id_hash = $2');
const REVOKE_MODEL = sql('sign-in.payload-revoke-model', 'delete from sign_in.payloads where model = $1 and grant_hash = $2');
const REVOKE_GRANT = sql('sign-in.payload-revoke-grant', 'delete from sign_in.payloads where grant_hash = $1');
const SWEEP = sql(
  'sign-in.payload-sweep',
  `delete from sign_in.payloads where (model, id_hash) in
     (select model, id_hash from sign_in.payloads where expires_at < $1 order by expires_at limit 500 for update skip locked)`,
);

const SWEEP_EVERY_MS = 5 * 60_000;

export function hashId(id: string): Buffer {
  return createHash('sha256').update(id).digest();
}

/** What the stores of all models share. */
export interface PayloadStoreParts {
  reader: SqlReader;
  uow: UnitOfWork;
  clock: Clock;
  box: SecretBox;
  members: SiteMembers;
}

/** The `sid` of all tokens of one grant: names the sign-in without being a credential. */
export function sidOfGrant(grantHash: Buffer): string {
  return grantHash.toString('base64url');
}

/** Takes back everything issued under a grant, the grant included, and tells the site. */
export async function revokeGrant(tx: Tx, grantHash: Buffer, members: SiteMembers): Promise<void> {
  await tx.query(REVOKE_GRANT, [grantHash]);
  await members.sessionsEnded(tx, [sidOfGrant(grantHash)]);
}

/** Deletes expired payloads now and then, in passing, a bounded number at a time. */
export class PayloadSweeper {
  private sweptAt = 0;

  constructor(private readonly parts: PayloadStoreParts) {}

  async sweepInPassing(): Promise<void> {
    const now = this.parts.clock.now();
    if (now.getTime() - this.sweptAt < SWEEP_EVERY_MS) return;
    this.sweptAt = now.getTime();
    await this.parts.uow.run(systemContext('issuer'), (tx) => tx.query(SWEEP, [new Date(now.getTime() - 60_000)]));
  }
}

/**
 * oidc-provider's storage in PostgreSQL, one instance per model. Ids are the credentials themselves (refresh tokens, session
 * cookies), so rows are found by their SHA-256 and the payload, which repeats the id, is sealed.
 * A grant that goes takes its sign-in with it: the site hears of it in the same transaction.
 */
export class PayloadStore implements Adapter {
  constructor(
    private readonly model: string,
    private readonly parts: PayloadStoreParts,
    private readonly sweeper: PayloadSweeper,
  ) {}

  async upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    const { box, uow, clock } = this.parts;
    const now = clock.now().getTime();
    const expiresAt = new Date(now + (expiresIn ?? 24 * 3600) * 1000);
    const grantId = this.model === 'Grant' ? id : payload.grantId;
    await uow.run(systemContext('issuer'), (tx) =>
      tx.query(UPSERT, [
        this.model,
        hashId(id),
        box.seal(JSON.stringify(payload), this.model),
        payload.uid ? hashId(payload.uid) : null,
        grantId ? hashId(grantId) : null,
        isId(payload.accountId) ? payload.accountId : null,
        expiresAt,
      ]),
    );
    await this.sweeper.sweepInPassing();
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    return this.open(await this.parts.reader.one(BY_ID, [this.model, hashId(id), this.parts.clock.now()]));
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.open(await this.parts.reader.one(BY_UID, [this.model, hashId(uid), this.parts.clock.now()]));
  }

  /** The device flow is off. */
  async findByUserCode(): Promise<undefined> {
    return undefined;
  }

  /** Of two that consume at the same time one wins; the other is a replay, and the whole family goes. */
  async consume(id: string): Promise<void> {
    const isReplay = await this.parts.uow.run(systemContext('issuer'), async (tx) => {
      const won = await tx.query(CONSUME, [this.model, hashId(id), this.parts.clock.now()]);
      if (won.length > 0) return false;
      const [row] = await tx.query(GRANT_OF, [this.model, hashId(id)]);
      if (row?.grant_hash) await revokeGrant(tx, row.grant_hash, this.parts.members);
      return true;
    });
    if (isReplay) throw new errors.InvalidGrant('already used');
  }

  async destroy(id: string): Promise<void> {
    const hash = hashId(id);
    await this.parts.uow.run(systemContext('issuer'), async (tx) => {
      if (this.model === 'Grant') await revokeGrant(tx, hash, this.parts.members);
      else await tx.query(DESTROY, [this.model, hash]);
    });
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    await this.parts.uow.run(systemContext('issuer'), (tx) => tx.query(REVOKE_MODEL, [this.model, hashId(grantId)]));
  }

  private open(row: PayloadRow | null): AdapterPayload | undefined {
    if (!row) return undefined;
    const text = this.parts.box.open(row.payload, this.model);
    if (text === null) return undefined;
    const payload = JSON.parse(text) as AdapterPayload;
    if (row.consumed_at) payload.consumed = Math.floor(row.consumed_at.getTime() / 1000);
    return payload;
  }
}
