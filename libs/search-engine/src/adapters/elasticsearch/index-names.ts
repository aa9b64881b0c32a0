import { randomBytes } from 'node:crypto';

const NAME = /^[a-z0-9][a-z0-9_-]{0,60}$/;

/** The names of one site's index on a server that others may use too. */
export class IndexNames {
  /** Searches read here. */
  readonly read: string;
  /** Writes go here. Both point to the same index; a third name is never used. */
  readonly write: string;

  constructor(prefix: string) {
    if (!NAME.test(prefix)) throw new Error('an index prefix has lower-case letters, digits, hyphens and underscores');
    this.read = `${prefix}-search`;
    this.write = `${prefix}-search-write`;
  }

  /** Of a new index: in the order of their making. */
  fresh(now: Date): string {
    return `${this.read}-${now.toISOString().replace(/\D/g, '').slice(0, 14)}-${randomBytes(4).toString('hex')}`;
  }

  /** Every index of this site, in use or not; the alias for writes has no date behind it. */
  get pattern(): string {
    return `${this.read}-2*`;
  }
}
