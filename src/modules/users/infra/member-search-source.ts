import { Injectable } from '@nestjs/common';
import type { Role } from '#libs/kernel';
import { SqlReader, sql } from '#libs/persistence';
import { htmlToText } from '#libs/rich-text';
import type { IndexedVersion, SearchDocument } from '#libs/search-engine';
import { toCard } from '../application/member-cards.js';
import type { MemberCard } from '../domain/member.js';

interface MemberRow {
  id: string;
  handle: string;
  displayName: string;
  bioHtml: string;
  location: string;
  state: string;
  version: number;
  createdAt: Date;
}

const ROWS = sql<MemberRow>(
  'users.search-rows',
  `select id, handle, display_name as "displayName", bio_html as "bioHtml", location, state, row_version as version, created_at as "createdAt"
   from users.members where id = any ($1::uuid[])`,
);
const HITS = sql<{ id: string; handle: string; displayName: string; role: Role; createdAt: Date }>(
  'users.search-hits',
  `select id, handle, display_name as "displayName", role, created_at as "createdAt" from users.members where id = any ($1::uuid[]) and state <> 'erased'`,
);
const AFTER = sql<{ id: string }>('users.search-after', 'select id from users.members where id > $1 order by id limit $2');
const VERSIONS = sql<IndexedVersion>(
  'users.search-versions',
  `select id, row_version as version from users.members where id > $1 and state <> 'erased' order by id limit $2`,
);

/** Members as the search index and its results want them. */
@Injectable()
export class MemberSearchSource {
  constructor(private readonly reader: SqlReader) {}

  /** Members as they are now, to be indexed; unknown ones are absent. */
  async searchDocuments(ids: readonly string[]): Promise<SearchDocument[]> {
    const rows = await this.reader.query(ROWS, [ids]);
    return rows.map((row) => ({
      type: 'user',
      id: row.id,
      version: row.version,
      title: row.displayName,
      text: [`@${row.handle}`, row.location, htmlToText(row.bioHtml)].filter(Boolean).join('\n'),
      tags: [],
      authorId: null,
      audience: 'public',
      state: row.state === 'erased' ? 'deleted' : 'live',
      score: 0,
      isAnswered: false,
      createdAt: row.createdAt,
    }));
  }

  /** What a page of results shows; erased members are absent. */
  async searchHits(ids: readonly string[]): Promise<{ card: MemberCard & { id: string; handle: string }; createdAt: Date }[]> {
    if (ids.length === 0) return [];
    const rows = await this.reader.query(HITS, [ids]);
    return rows.map(({ createdAt, ...row }) => ({ card: { ...toCard(row), id: row.id, handle: row.handle }, createdAt }));
  }

  /** Ids in their own order, for going through everything in batches. */
  async idsAfter(after: string, limit: number): Promise<string[]> {
    return (await this.reader.query(AFTER, [after, limit])).map((row) => row.id);
  }

  /** What the index should hold, in order of id: for comparing everything. */
  versionsAfter(after: string, limit: number): Promise<IndexedVersion[]> {
    return this.reader.query(VERSIONS, [after, limit]);
  }
}
