import type { Tx } from '#libs/persistence';
import { type HandleVerdict, type SiteMember, SiteMembers } from '../src/site-members.port.js';

/** A site that keeps its members in memory and remembers what the issuer told it. */
export class FakeSiteMembers extends SiteMembers {
  readonly members = new Map<string, SiteMember>();
  readonly taken = new Set<string>();
  readonly endedSids: string[] = [];
  readonly signedOut: string[] = [];

  async checkHandle(handle: string): Promise<HandleVerdict> {
    if (!/^[a-z0-9](?:[a-z0-9-]{0,37}[a-z0-9])$/.test(handle)) return 'malformed';
    return this.taken.has(handle) || [...this.members.values()].some((member) => member.handle === handle) ? 'taken' : 'free';
  }

  async find(sub: string): Promise<SiteMember | null> {
    return this.members.get(sub) ?? null;
  }

  async subOfHandle(handle: string): Promise<string | null> {
    for (const [sub, member] of this.members) if (member.handle === handle) return sub;
    return null;
  }

  async sessionsEnded(_tx: Tx, sids: readonly string[]): Promise<void> {
    this.endedSids.push(...sids);
  }

  async signedOutEverywhere(_tx: Tx, sub: string): Promise<void> {
    this.signedOut.push(sub);
  }
}
