import { Injectable } from '@nestjs/common';
import type { Role } from '#libs/kernel';
import { SqlReader, sql, type Tx } from '#libs/persistence';
import type { Member, MemberState } from '../domain/member.js';

const COLUMNS = `id, handle, display_name as "displayName", bio, bio_html as "bioHtml", location, website, role, state,
  suspended_until as "suspendedUntil", suspended_reason as "suspendedReason", row_version as "rowVersion",
  follower_count as "followerCount", following_count as "followingCount", created_at as "createdAt", source`;

const BY_HANDLE = sql<Member>('users.by-handle', `select ${COLUMNS} from users.members where handle = $1 and state <> 'erased'`);
const BY_ID = sql<Member>('users.by-id', `select ${COLUMNS} from users.members where id = $1`);
const LOCK = sql<Member>('users.lock', `select ${COLUMNS} from users.members where id = $1 and state <> 'erased' for no key update`);
const INSERT = sql(
  'users.insert',
  `insert into users.members (id, handle, display_name, role, created_at, updated_at) values ($1, $2, $3, $4, $5, $5)`,
);
const UPDATE = sql(
  'users.update',
  `update users.members set handle = $2, display_name = $3, bio = $4, bio_html = $5, location = $6, website = $7,
   row_version = row_version + 1, updated_at = $8 where id = $1`,
);
const SET_ROLE = sql('users.set-role', `update users.members set role = $2, row_version = row_version + 1, updated_at = $3 where id = $1 and role <> $2 returning id`);
const SET_NAME = sql(
  'users.set-name',
  `update users.members set display_name = $2, row_version = row_version + 1, updated_at = $3 where id = $1 and display_name <> $2 and state <> 'erased' returning id`,
);
const SET_STATE = sql(
  'users.set-state',
  `update users.members set state = $2, suspended_until = $3, suspended_reason = $4, row_version = row_version + 1, updated_at = $5 where id = $1`,
);
const ERASE = sql(
  'users.erase',
  `update users.members set state = 'erased', handle = 'erased-' || id, display_name = '', bio = '', bio_html = '', location = '', website = '',
   role = 'learner', source = null, row_version = row_version + 1, updated_at = $2 where id = $1`,
);

export interface NewMember {
  id: string;
  handle: string;
  displayName: string;
  role: Role;
  createdAt: Date;
}

export type MemberProfile = Pick<Member, 'id' | 'handle' | 'displayName' | 'bio' | 'bioHtml' | 'location' | 'website'>;

/** Rows of members. */
@Injectable()
export class MembersRepository {
  constructor(private readonly reader: SqlReader) {}

  findByHandle(handle: string): Promise<Member | null> {
    return this.reader.one(BY_HANDLE, [handle]);
  }

  /** Also finds erased members. */
  findById(id: string): Promise<Member | null> {
    return this.reader.one(BY_ID, [id]);
  }

  async lock(tx: Tx, id: string): Promise<Member | null> {
    return (await tx.query(LOCK, [id]))[0] ?? null;
  }

  async insert(tx: Tx, member: NewMember): Promise<void> {
    await tx.query(INSERT, [member.id, member.handle, member.displayName, member.role, member.createdAt]);
  }

  async update(tx: Tx, profile: MemberProfile, at: Date): Promise<void> {
    await tx.query(UPDATE, [profile.id, profile.handle, profile.displayName, profile.bio, profile.bioHtml, profile.location, profile.website, at]);
  }

  /** @returns whether the role was another one before. */
  async setRole(tx: Tx, id: string, role: Role, at: Date): Promise<boolean> {
    return (await tx.query(SET_ROLE, [id, role, at])).length > 0;
  }

  /** @returns whether the name was another one before. */
  async setDisplayName(tx: Tx, id: string, displayName: string, at: Date): Promise<boolean> {
    return (await tx.query(SET_NAME, [id, displayName, at])).length > 0;
  }

  async setState(tx: Tx, id: string, change: { state: MemberState; until: Date | null; reason: string | null; at: Date }): Promise<void> {
    await tx.query(SET_STATE, [id, change.state, change.until, change.reason, change.at]);
  }

  async erase(tx: Tx, id: string, at: Date): Promise<void> {
    await tx.query(ERASE, [id, at]);
  }
}
