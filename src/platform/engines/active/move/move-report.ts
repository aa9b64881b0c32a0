import { createHash } from 'node:crypto';
import type { DocumentVersion } from '#libs/documents';

/** What stands on one side: how many versions, and a sum of their hashes that does not depend on their order. */
export interface Tally {
  versions: number;
  hash: string;
}

export interface CollectionReport {
  source: Tally;
  target: Tally;
  /** Texts the target still had of documents that are no longer there; they were erased. */
  erasedFromTarget: number;
}

/** What a move did, for people and machines. */
export interface MoveReport {
  from: string;
  to: string;
  /** False of a move that was only looked at, or given up. */
  switched: boolean;
  /** How many runs it took: more than one after a crash or an interruption. */
  runs: number;
  startedAt: string;
  seconds: number;
  copied: Record<string, number>;
  /** Versions that were written while it copied, and copied after. */
  caughtUp: number;
  verified: Record<string, CollectionReport>;
  /** How long writers were kept waiting at the switch, at most. */
  switchMs: number;
  switchAttempts: number;
}

const MODULUS = 1n << 64n;

/** SHA-256 over everything a version is. */
export function hashOf({ id, version, title, body, bodyHtml, createdAt }: DocumentVersion): bigint {
  const text = JSON.stringify([id, version, title ?? null, body, bodyHtml, createdAt.toISOString()]);
  return createHash('sha256').update(text).digest().readBigUInt64BE();
}

/** Adds versions up, in any order. */
export class Summing {
  private versions = 0;
  private sum = 0n;

  add(all: readonly DocumentVersion[]): void {
    this.versions += all.length;
    for (const version of all) this.sum = (this.sum + hashOf(version)) % MODULUS;
  }

  /** What was added so far. */
  tally(): Tally {
    return { versions: this.versions, hash: this.sum.toString(16).padStart(16, '0') };
  }
}
