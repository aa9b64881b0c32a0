import { Injectable } from '@nestjs/common';
import { Clock } from '#libs/kernel';
import { SqlReader, sql } from '#libs/persistence';

const ACTIVE = `(m.state = 'active' or (m.state = 'suspended' and m.suspended_until <= $2))`;
// Asked every few seconds for everybody who is connected: what comes back is only what has ended, mostly nothing.
const SESSIONS = sql<{ id: string }>(
  'identity.ended-sessions',
  `select asked.id from unnest($1::uuid[]) as asked(id) where not exists (
     select from identity.sessions s join users.members m on m.id = s.member_id
     where s.id = asked.id and s.revoked_at is null and s.expires_at > $2 and s.idle_expires_at > $2 and ${ACTIVE})`,
);
const TOKENS = sql<{ id: string }>(
  'identity.ended-tokens',
  `select asked.id from unnest($1::uuid[]) as asked(id) where not exists (
     select from identity.personal_access_tokens t join users.members m on m.id = t.member_id
     where t.id = asked.id and (t.expires_at is null or t.expires_at > $2) and ${ACTIVE})`,
);

/** Tells of many sessions and tokens at once which have ended: for connections that stay open after they were authenticated. */
@Injectable()
export class EndedCredentials {
  constructor(
    private readonly reader: SqlReader,
    private readonly clock: Clock,
  ) {}

  /** Of these ids those that are revoked, expired, unknown, or of a member who is suspended or erased. */
  async find(ids: { sessions: readonly string[]; tokens: readonly string[] }): Promise<{ sessions: string[]; tokens: string[] }> {
    const now = this.clock.now();
    const ended = async (statement: typeof SESSIONS, asked: readonly string[]) => {
      const found = new Set(asked.length === 0 ? [] : (await this.reader.query(statement, [asked, now])).map((row) => row.id));
      return asked.filter((id) => found.has(id));
    };
    const [sessions, tokens] = await Promise.all([ended(SESSIONS, ids.sessions), ended(TOKENS, ids.tokens)]);
    return { sessions, tokens };
  }
}
