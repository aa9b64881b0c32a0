import type { Tx } from '#libs/persistence';

export type HandleVerdict = 'free' | 'taken' | 'malformed';

/** A member as the issuer shows it in tokens. */
export interface SiteMember {
  handle: string;
  displayName: string;
  role: string;
}

/** What the built-in issuer asks of the site it signs people in to, and tells it. The identity module answers. */
export abstract class SiteMembers {
  abstract checkHandle(handle: string): Promise<HandleVerdict>;
  /** The member behind an account, or null before the first sign-in. */
  abstract find(sub: string): Promise<SiteMember | null>;
  /** The account of the member with this handle, so that people may log in by it. */
  abstract subOfHandle(handle: string): Promise<string | null>;
  /** Sign-ins that ended at the issuer: what hangs on these sids must go. */
  abstract sessionsEnded(tx: Tx, sids: readonly string[]): Promise<void>;
  /** Every sign-in of this account ended: its password was changed. */
  abstract signedOutEverywhere(tx: Tx, sub: string): Promise<void>;
}
