import { generateKeyPair, type JsonWebKey as NodeJwk, randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import type { JSONWebKeySet, JWK } from 'jose';
import { type Clock, systemContext } from '#libs/kernel';
import { sql, type SqlReader, type Tx, type UnitOfWork } from '#libs/persistence';
import type { SecretBox } from '../../secret-box.js';

const generate = promisify(generateKeyPair);

interface KeyRow {
  kid: string;
  public_jwk: JWK;
  private_sealed: Buffer;
  signs_from: Date;
}

const LIVE = sql<KeyRow>(
  'sign-in.keys-live',
  'select kid, public_jwk, private_sealed, signs_from from sign_in.signing_keys where retired_at is null or retired_at > $1 order by signs_from desc, kid',
);
const LOCK = sql('sign-in.keys-lock', `select pg_advisory_xact_lock(hashtextextended('sign_in.signing_keys', 0))`);
const INSERT = sql(
  'sign-in.keys-insert',
  'insert into sign_in.signing_keys (kid, public_jwk, private_sealed, created_at, signs_from) values ($1, $2, $3, $4, $5)',
);
const RETIRE = sql(
  'sign-in.keys-retire',
  'update sign_in.signing_keys set retired_at = $2 where kid <> $1 and (retired_at is null or retired_at > $2)',
);

const LOOK_AGAIN_MS = 30_000;
const MODULUS_BITS = 2048;

/** The keys of one moment. `id` changes whenever the set or the signing key does. */
export interface KeySet {
  id: string;
  /** For the issuer alone: the signing key first. */
  privateJwks: { keys: NodeJwk[] };
  publicJwks: JSONWebKeySet;
}

export interface RotationPlan {
  /** The new key is published at once and signs after this time; 60 or more, so that every process has seen it by then. */
  signsAfterSeconds: number;
  /** The old keys stay published this long: longer than `signsAfterSeconds` plus the life of a token. 0 at once: after a theft. */
  retireAfterSeconds: number;
}

/** RS256 keys of the built-in issuer: made on first use, sealed at rest, shared by all processes through PostgreSQL. */
export class SigningKeys {
  private known: { set: KeySet; lookedAt: number } | undefined;
  private pending: Promise<KeySet> | undefined;

  constructor(
    private readonly reader: SqlReader,
    private readonly uow: UnitOfWork,
    private readonly box: SecretBox,
    private readonly clock: Clock,
  ) {}

  /** The keys as of at most 30 s ago. @throws when keys exist that this process's secret does not open */
  async current(): Promise<KeySet> {
    const now = this.clock.now().getTime();
    if (this.known && now - this.known.lookedAt < LOOK_AGAIN_MS) return this.known.set;
    this.pending ??= this.load().finally(() => {
      this.pending = undefined;
    });
    return this.pending;
  }

  /** The published half, read afresh: what a token verifier in any process asks for. */
  async publicJwks(): Promise<JSONWebKeySet> {
    const rows = await this.reader.query(LIVE, [this.clock.now()]);
    return { keys: rows.map(publicJwk) };
  }

  /** Adds a key and sets the end of the others. @returns the new key id */
  async rotate(plan: RotationPlan): Promise<string> {
    const now = this.clock.now().getTime();
    const kid = await this.uow.run(systemContext('issuer'), async (tx) => {
      await tx.query(LOCK);
      const made = await this.insert(tx, new Date(now + plan.signsAfterSeconds * 1000));
      await tx.query(RETIRE, [made, new Date(now + plan.retireAfterSeconds * 1000)]);
      return made;
    });
    this.known = undefined;
    return kid;
  }

  private async load(): Promise<KeySet> {
    const now = this.clock.now();
    let rows = await this.reader.query(LIVE, [now]);
    if (rows.length === 0) rows = await this.createFirst(now);
    const set = this.assemble(rows, now);
    this.known = { set, lookedAt: now.getTime() };
    return set;
  }

  /** Two processes may get here at once; the lock makes one of them find the other's key. */
  private createFirst(now: Date): Promise<KeyRow[]> {
    return this.uow.run(systemContext('issuer'), async (tx) => {
      await tx.query(LOCK);
      const rows = await tx.query(LIVE, [now]);
      if (rows.length > 0) return rows;
      await this.insert(tx, now);
      return tx.query(LIVE, [now]);
    });
  }

  private async insert(tx: Tx, signsFrom: Date): Promise<string> {
    const { publicKey, privateKey } = await generate('rsa', { modulusLength: MODULUS_BITS });
    const kid = randomUUID();
    const sealed = this.box.seal(JSON.stringify(privateKey.export({ format: 'jwk' })), kid);
    await tx.query(INSERT, [kid, publicKey.export({ format: 'jwk' }), sealed, this.clock.now(), signsFrom]);
    return kid;
  }

  private assemble(rows: KeyRow[], now: Date): KeySet {
    const signing = rows.find((row) => row.signs_from <= now) ?? rows[rows.length - 1]!;
    const ordered = [signing, ...rows.filter((row) => row !== signing)];
    return {
      id: ordered.map((row) => row.kid).join(' '),
      privateJwks: { keys: ordered.map((row) => this.privateJwk(row)) },
      publicJwks: { keys: ordered.map(publicJwk) },
    };
  }

  private privateJwk(row: KeyRow): NodeJwk {
    const text = this.box.open(row.private_sealed, row.kid);
    if (text === null) {
      throw new Error('the signing keys in the database were sealed under another CAIRN_SECRET: start with the secret this database was made with');
    }
    return { ...(JSON.parse(text) as NodeJwk), kid: row.kid, alg: 'RS256', use: 'sig' };
  }
}

function publicJwk(row: KeyRow): JWK {
  return { ...row.public_jwk, kid: row.kid, alg: 'RS256', use: 'sig' };
}
