import type { Role } from '#libs/kernel';

export type MemberState = 'active' | 'suspended' | 'erased';

/** Where an imported row came from, kept for attribution. */
export interface Source {
  site: string;
  id: string;
  license: string | null;
  url: string | null;
}

/** A member as the profile shows them. */
export interface Member {
  id: string;
  handle: string;
  displayName: string;
  bio: string;
  bioHtml: string;
  location: string;
  website: string;
  role: Role;
  state: MemberState;
  suspendedUntil: Date | null;
  suspendedReason: string | null;
  rowVersion: number;
  followerCount: number;
  followingCount: number;
  createdAt: Date;
  source: Source | null;
}

/** A suspension with an end is over by itself. */
export function isSuspended(member: Pick<Member, 'state' | 'suspendedUntil'>, now: Date): boolean {
  return member.state === 'suspended' && (member.suspendedUntil === null || member.suspendedUntil > now);
}

/** How a person is shown next to what they wrote. Handle and id are null for an owner who is gone. */
export interface MemberCard {
  id: string | null;
  handle: string | null;
  displayName: string;
  avatarUrl: string | null;
  role: Role | null;
}
