export type Role = 'learner' | 'moderator' | 'admin';
export type Scope = 'read' | 'write' | 'moderate' | 'admin';

const RANK: Record<Role, number> = { learner: 0, moderator: 1, admin: 2 };

export interface GuestActor {
  readonly kind: 'guest';
}

export interface MemberActor {
  readonly kind: 'member';
  readonly id: string;
  readonly handle: string;
  /** From the member row, never from a token. */
  readonly role: Role;
  /** What this credential may do; a web session has all four, a token a subset. */
  readonly scopes: readonly Scope[];
  readonly sessionId?: string;
  readonly tokenId?: string;
}

/** Work that no person asked for: jobs, imports, the CLI. */
export interface SystemActor {
  readonly kind: 'system';
  readonly name: string;
}

export type Actor = GuestActor | MemberActor | SystemActor;

export const GUEST: GuestActor = Object.freeze({ kind: 'guest' });

/** True when the actor's role is at least `role` (learner < moderator < admin) and, for moderators and up, its credential allows using it. */
export function hasRole(actor: Actor, role: Role): boolean {
  if (actor.kind === 'system') return true;
  if (actor.kind === 'guest') return false;
  if (RANK[actor.role] < RANK[role]) return false;
  if (role === 'moderator') return actor.scopes.includes('moderate') || actor.scopes.includes('admin');
  return role === 'learner' || actor.scopes.includes('admin');
}
