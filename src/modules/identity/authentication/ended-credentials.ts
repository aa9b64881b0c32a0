import { Injectable } from '@nestjs/common';
import { Clock, isId } from '#libs/kernel';
import { SqlReader, sql } from '#libs/persistence';

export interface CredentialIds {
  sessions: readonly string[];
  tokens: readonly string[];
}

const MAY_ACT = `m.state <> 'erased' and not (m.state = 'suspended' and (m.suspended_until is null or m.suspended_until > $3))`;
const ENDED = sql<{ kind: 'session' | 'token'; id: string }>(
  'identity.ended-credentials',
  `select 'session' as kind, a.id from unnest($1::uuid[]) a(id) where not exists (
     select from identity.sessions s join users.members m on m.id = s.member_id
     where s.id = a.id and s.revoked_at is null and s.expires_at > $3 and s.idle_expires_at > $3 and ${MAY_ACT})
   union all
   select 'token' as kind, a.id from unnest($2::uuid[]) a(id) where not exists (
     select from identity.personal_access_tokens t join users.members m on m.id = t.member_id
     where t.id = a.id and (t.expires_at is null or t.expires_at > $3) and ${MAY_ACT})`,
);

/** For lines that stay open longer than a request: which of their credentials would be refused by now. */
@Injectable()
export class EndedCredentials {
  constructor(
    private readonly reader: SqlReader,
    private readonly clock: Clock,
  ) {}

  /** The ids that are revoked, expired, unknown, or of a member who is suspended or erased; in one query. */
  async find({ sessions, tokens }: CredentialIds): Promise<{ sessions: string[]; tokens: string[] }> {
    const rows = await this.reader.query(ENDED, [sessions.filter(isId), tokens.filter(isId), this.clock.now()]);
    const of = (kind: 'session' | 'token'): string[] => rows.filter((row) => row.kind === kind).map(({ id }) => id);
    return { sessions: of('session'), tokens: of('token') };
  }
}
