import { Injectable } from '@nestjs/common';
import { sql, type Tx } from '#libs/persistence';
import type { Source } from '../domain/member.js';

export interface BulkMember {
  id: string;
  handle: string;
  displayName: string;
  bio: string;
  bioHtml: string;
  location: string;
  website: string;
  createdAt: Date;
  source: Source | null;
}

const INSERT = sql(
  'users.bulk-insert',
  `insert into users.members (id, handle, display_name, bio, bio_html, location, website, created_at, updated_at, source)
   select id, handle, display_name, bio, bio_html, location, website, created_at, created_at, source
   from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::timestamptz[], $9::jsonb[])
     as t(id, handle, display_name, bio, bio_html, location, website, created_at, source)
   on conflict (id) do update set display_name = excluded.display_name, bio = excluded.bio, bio_html = excluded.bio_html,
     location = excluded.location, website = excluded.website, source = excluded.source, row_version = members.row_version + 1
   where (members.display_name, members.bio, members.location, members.website) is distinct from
     (excluded.display_name, excluded.bio, excluded.location, excluded.website) and members.source is not null`,
);
const INTRODUCE = sql(
  'users.bulk-introduce',
  `update users.members m set bio = t.bio, bio_html = t.bio_html, location = t.location, created_at = t.created_at
   from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[]) as t(id, bio, bio_html, location, created_at) where m.id = t.id`,
);
const TAKEN = sql<{ handle: string }>('users.bulk-taken', 'select handle from users.members where handle = any($1::text[])');

type Introduction = Pick<BulkMember, 'id' | 'bio' | 'bioHtml' | 'location' | 'createdAt'>;

/** Writes many members at once, for imports and the demo: no events, no mail; a second run changes only what changed at the source. */
@Injectable()
export class MembersBulk {
  async insert(tx: Tx, rows: readonly BulkMember[]): Promise<void> {
    const column = <K extends keyof BulkMember>(key: K): BulkMember[K][] => rows.map((row) => row[key]);
    await tx.query(INSERT, [
      column('id'),
      column('handle'),
      column('displayName'),
      column('bio'),
      column('bioHtml'),
      column('location'),
      column('website'),
      column('createdAt'),
      rows.map((row) => (row.source ? JSON.stringify(row.source) : null)),
    ]);
  }

  /** Gives members who have just got an account their profile and the day they joined. */
  async introduce(tx: Tx, rows: readonly Introduction[]): Promise<void> {
    const column = <K extends keyof Introduction>(key: K): Introduction[K][] => rows.map((row) => row[key]);
    await tx.query(INTRODUCE, [column('id'), column('bio'), column('bioHtml'), column('location'), column('createdAt')]);
  }

  /** Which of these handles are in use. */
  async taken(tx: Tx, handles: readonly string[]): Promise<Set<string>> {
    return new Set((await tx.query(TAKEN, [handles])).map((row) => row.handle));
  }
}
