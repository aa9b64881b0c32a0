import { Injectable } from '@nestjs/common';
import { Clock } from '#libs/kernel';
import { SqlReader, sql } from '#libs/persistence';
import type { CredentialMember } from './credentials.repository.js';
import { assertNotSuspended } from './standing.js';

const STANDING = sql<Pick<CredentialMember, 'state' | 'suspendedUntil' | 'suspendedReason'>>(
  'identity.standing-of-member',
  'select state, suspended_until as "suspendedUntil", suspended_reason as "suspendedReason" from users.members where id = $1',
);

/** Whether a member may sign in. */
@Injectable()
export class MemberStanding {
  constructor(
    private readonly reader: SqlReader,
    private readonly clock: Clock,
  ) {}

  /** @throws AUTH.SUSPENDED */
  async assertActive(memberId: string): Promise<void> {
    const standing = await this.reader.one(STANDING, [memberId]);
    if (standing) assertNotSuspended(standing, this.clock.now());
  }
}
