import { Injectable } from '@nestjs/common';
import { SqlReader, sql, type Tx } from '#libs/persistence';
import type { Role } from '#libs/kernel';

export interface ListedMember {
  id: string;
  handle: string;
  displayName: string;
  role: Role;
  /** Microseconds kept: the sort value of the page. */
  sortAt: string;
  createdAt: Date;
}

/** ISO 8601 with microseconds, so that a cursor compares exactly as PostgreSQL sorts. */
const exact = (column: string): string => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
const CARD = `m.id, m.handle, m.display_name as "displayName", m.role, m.created_at as "createdAt"`;

const NEWEST = sql<ListedMember>(
  'users.newest',
  `select ${CARD}, ${exact('m.created_at')} as "sortAt" from users.members m
   where m.state <> 'erased' and (m.created_at, m.id) < ($1::timestamptz, $2::uuid) order by m.created_at desc, m.id desc limit $3`,
);
const MATCHING = sql<ListedMember>(
  'users.matching',
  `select ${CARD}, ${exact('m.created_at')} as "sortAt" from users.members m
   where m.state <> 'erased' and (m.handle || ' ' || lower(m.display_name)) like '%' || $4 || '%'
   and (m.created_at, m.id) < ($1::timestamptz, $2::uuid) order by m.created_at desc, m.id desc limit $3`,
);
const FOLLOWERS = sql<ListedMember>(
  'users.followers',
  `select ${CARD}, ${exact('f.created_at')} as "sortAt" from users.follows f join users.members m on m.id = f.follower_id
   where f.member_id = $4 and m.state <> 'erased' and (f.created_at, f.follower_id) < ($1::timestamptz, $2::uuid)
   order by f.created_at desc, f.follower_id desc limit $3`,
);
const FOLLOWING = sql<ListedMember>(
  'users.following',
  `select ${CARD}, ${exact('f.created_at')} as "sortAt" from users.follows f join users.members m on m.id = f.member_id
   where f.follower_id = $4 and m.state <> 'erased' and (f.created_at, f.member_id) < ($1::timestamptz, $2::uuid)
   order by f.created_at desc, f.member_id desc limit $3`,
);
const IS_FOLLOWING = sql('users.is-following', `select 1 from users.follows where follower_id = $1 and member_id = $2`);
// In the order of the ids, or two who follow each other at the same moment would wait for one another.
const LOCK_PAIR = sql<{ id: string }>('users.lock-pair', `select id from users.members where id = any($1::uuid[]) and state <> 'erased' order by id for no key update`);
const FOLLOW = sql(
  'users.follow',
  `with added as (insert into users.follows values ($1, $2, $3) on conflict do nothing returning 1)
   update users.members m set follower_count = follower_count + (m.id = $2)::int, following_count = following_count + (m.id = $1)::int
   where m.id in ($1, $2) and exists (select from added)`,
);
const UNFOLLOW = sql(
  'users.unfollow',
  `with gone as (delete from users.follows where follower_id = $1 and member_id = $2 returning 1)
   update users.members m set follower_count = follower_count - (m.id = $2)::int, following_count = following_count - (m.id = $1)::int
   where m.id in ($1, $2) and exists (select from gone)`,
);
const LOCK_AROUND = sql(
  'users.lock-around',
  `select id from users.members where id = $1 or id in (select member_id from users.follows where follower_id = $1)
     or id in (select follower_id from users.follows where member_id = $1) order by id for no key update`,
);
const UNFOLLOW_ALL = sql(
  'users.unfollow-all',
  `with gone as (delete from users.follows where follower_id = $1 or member_id = $1 returning follower_id, member_id),
     touched as (select $1::uuid as id union select member_id from gone union select follower_id from gone)
   update users.members m set
     follower_count = case when m.id = $1 then 0 else m.follower_count - (m.id in (select member_id from gone))::int end,
     following_count = case when m.id = $1 then 0 else m.following_count - (m.id in (select follower_id from gone))::int end
   from touched where m.id = touched.id`,
);

export interface PageStart {
  sortAt: string;
  id: string;
}

const FIRST: PageStart = { sortAt: 'infinity', id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' };

/** Keyset-paged lists of members, newest first. */
@Injectable()
export class MemberListsRepository {
  constructor(private readonly reader: SqlReader) {}

  list(start: PageStart = FIRST, limit: number, words?: string): Promise<ListedMember[]> {
    const page = [start.sortAt, start.id, limit];
    if (words === undefined) return this.reader.query(NEWEST, page);
    return this.reader.query(MATCHING, [...page, words.toLowerCase().replace(/[\\%_]/g, '\\$&')]);
  }

  followers(memberId: string, start: PageStart = FIRST, limit: number): Promise<ListedMember[]> {
    return this.reader.query(FOLLOWERS, [start.sortAt, start.id, limit, memberId]);
  }

  following(memberId: string, start: PageStart = FIRST, limit: number): Promise<ListedMember[]> {
    return this.reader.query(FOLLOWING, [start.sortAt, start.id, limit, memberId]);
  }

  async isFollowing(followerId: string, memberId: string): Promise<boolean> {
    return (await this.reader.one(IS_FOLLOWING, [followerId, memberId])) !== null;
  }

  /** Locks the rows of both. @returns false when one of them is gone */
  async lockPair(tx: Tx, oneId: string, otherId: string): Promise<boolean> {
    return (await tx.query(LOCK_PAIR, [[oneId, otherId]])).length === 2;
  }

  async follow(tx: Tx, followerId: string, memberId: string, at: Date): Promise<void> {
    await tx.query(FOLLOW, [followerId, memberId, at]);
  }

  /** Ends every follow from and to a member. */
  async unfollowAll(tx: Tx, memberId: string): Promise<void> {
    await tx.query(LOCK_AROUND, [memberId]);
    await tx.query(UNFOLLOW_ALL, [memberId]);
  }

  async unfollow(tx: Tx, followerId: string, memberId: string): Promise<void> {
    await tx.query(UNFOLLOW, [followerId, memberId]);
  }
}
