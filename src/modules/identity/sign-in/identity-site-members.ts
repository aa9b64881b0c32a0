import type { Outbox } from '#libs/events';
import type { Clock } from '#libs/kernel';
import { type SqlReader, sql, type Tx } from '#libs/persistence';
import { type HandleVerdict, type SiteMember, SiteMembers } from '#libs/sign-in';
import { isHandle } from '#modules/users';
import { SessionEndings } from '../sessions/session-endings.js';
import { SessionsRepository } from '../sessions/sessions.repository.js';

/** The issuer key of our own issuer, whatever PUBLIC_URL says. */
export const BUILT_IN = 'builtin';

const TAKEN = sql<{ id: string }>('identity.handle-taken', 'select id from users.members where handle = $1');
const BY_SUB = sql<SiteMember>(
  'identity.site-member-by-sub',
  `select m.handle, m.display_name as "displayName", m.role from identity.identities i join users.members m on m.id = i.member_id
   where i.issuer_key = $1 and i.sub = $2 and m.state <> 'erased'`,
);
const SUB_OF_HANDLE = sql<{ sub: string }>(
  'identity.sub-of-handle',
  `select i.sub from identity.identities i join users.members m on m.id = i.member_id where i.issuer_key = $1 and m.handle = $2 and m.state <> 'erased'`,
);

/** Answers the built-in issuer's questions about members. */
export class IdentitySiteMembers extends SiteMembers {
  constructor(
    private readonly reader: SqlReader,
    private readonly endings: SessionEndings,
  ) {
    super();
  }

  async checkHandle(handle: string): Promise<HandleVerdict> {
    if (!isHandle(handle)) return 'malformed';
    return (await this.reader.one(TAKEN, [handle])) ? 'taken' : 'free';
  }

  find(sub: string): Promise<SiteMember | null> {
    return this.reader.one(BY_SUB, [BUILT_IN, sub]);
  }

  async subOfHandle(handle: string): Promise<string | null> {
    const row = await this.reader.one(SUB_OF_HANDLE, [BUILT_IN, handle]);
    return row?.sub ?? null;
  }

  sessionsEnded(tx: Tx, sids: readonly string[]): Promise<void> {
    return this.endings.endSids(tx, BUILT_IN, sids);
  }

  signedOutEverywhere(tx: Tx, sub: string): Promise<void> {
    return this.endings.endSub(tx, BUILT_IN, sub);
  }
}

/** For the platform, which builds the issuer before any module. */
export function identitySiteMembers(reader: SqlReader, outbox: Outbox, clock: Clock): SiteMembers {
  return new IdentitySiteMembers(reader, new SessionEndings(new SessionsRepository(reader), outbox, clock));
}
