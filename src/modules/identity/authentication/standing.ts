import { AppError } from '#libs/kernel';
import { SUSPENDED } from '../identity.errors.js';
import type { CredentialMember } from './credentials.repository.js';

type Standing = Pick<CredentialMember, 'state' | 'suspendedUntil' | 'suspendedReason'>;

/** A suspension with an end is over when that has come, whether or not a moderator has said so. */
export function isSuspended(member: Standing, now: Date): boolean {
  return member.state === 'suspended' && (member.suspendedUntil === null || member.suspendedUntil > now);
}

/** @throws AUTH.SUSPENDED with `until` and `reason` */
export function assertNotSuspended(member: Standing, now: Date): void {
  if (!isSuspended(member, now)) return;
  const until = member.suspendedUntil?.toISOString() ?? null;
  const detail = until === null ? 'This account is suspended' : `This account is suspended until ${until}`;
  throw new AppError(SUSPENDED, { detail, extensions: { until, reason: member.suspendedReason } });
}
