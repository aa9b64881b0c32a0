import { Injectable } from '@nestjs/common';
import { SqlReader, sql, type Tx } from '#libs/persistence';
import type { ContentState } from '#modules/visibility';
import type { Comment } from '../domain/comment.js';

const COLUMNS = `c.id, c.target_type as "targetType", c.target_id as "targetId", c.root_type as "rootType", c.root_id as "rootId",
  c.author_id as "authorId", c.author_name as "authorName", c.state, c.score, c.text_version as "textVersion", c.row_version as "rowVersion",
  c.created_at as "createdAt", c.edited_at as "editedAt", c.source`;
const EXACT = `to_char(c.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "sortAt"`;

export type ListedComment = Comment & { sortAt: string };

const BY_ID = sql<Comment>('comments.by-id', `select ${COLUMNS} from comments.comments c where c.id = $1`);
const LOCK = sql<Comment>('comments.lock', `select ${COLUMNS} from comments.comments c where c.id = $1 for no key update`);
const OLDEST = sql<ListedComment>(
  'comments.oldest',
  `select ${COLUMNS}, ${EXACT} from comments.comments c where c.target_id = $1 and c.state = 'live'
   and (c.created_at, c.id) > ($2::timestamptz, $3::uuid) order by c.created_at, c.id limit $4`,
);
const NEWEST = sql<ListedComment>(
  'comments.newest',
  `select ${COLUMNS}, ${EXACT} from comments.comments c where c.target_id = $1 and c.state = 'live'
   and (c.created_at, c.id) < ($2::timestamptz, $3::uuid) order by c.created_at desc, c.id desc limit $4`,
);
const PREVIEWS = sql<Comment & { total: number }>(
  'comments.previews',
  `select p.* from unnest($1::uuid[]) as t(id) cross join lateral (
     select ${COLUMNS}, count(*) over ()::int as total from comments.comments c
     where c.target_id = t.id and c.state = 'live' order by c.created_at, c.id limit $2) p`,
);
const INSERT = sql(
  'comments.insert',
  `insert into comments.comments (id, target_type, target_id, root_type, root_id, author_id, created_at) values ($1, $2, $3, $4, $5, $6, $7)`,
);
const EDIT = sql('comments.edit', `update comments.comments set text_version = $2, row_version = row_version + 1, edited_at = $3 where id = $1`);
const SET_STATE = sql('comments.set-state', `update comments.comments set state = $2, row_version = row_version + 1 where id = $1`);
const VOTE = sql('comments.vote', `insert into comments.votes values ($1, $2, $3) on conflict do nothing returning 1`);
const UNVOTE = sql('comments.unvote', `delete from comments.votes where target_id = $1 and member_id = $2 returning 1`);
const ADD_SCORE = sql<{ score: number }>(
  'comments.add-score',
  `update comments.comments set score = score + $2, row_version = row_version + 1 where id = $1 returning score`,
);
const VOTED = sql<{ id: string }>('comments.voted', `select target_id as id from comments.votes where member_id = $1 and target_id = any($2::uuid[])`);
const REFERENCED = sql<{ id: string; version: number }>('comments.referenced', `select id, text_version as version from comments.comments where id = any($1::uuid[])`);

/** Rows of comments and their votes. */
@Injectable()
export class CommentsRepository {
  constructor(private readonly reader: SqlReader) {}

  find(id: string): Promise<Comment | null> {
    return this.reader.one(BY_ID, [id]);
  }

  async lock(tx: Tx, id: string): Promise<Comment | null> {
    return (await tx.query(LOCK, [id]))[0] ?? null;
  }

  /** Live comments of one target after (or, newest first, before) a position. */
  list(targetId: string, order: 'old' | 'new', start: { sortAt: string; id: string } | undefined, limit: number): Promise<ListedComment[]> {
    if (order === 'old') return this.reader.query(OLDEST, [targetId, start?.sortAt ?? '-infinity', start?.id ?? '00000000-0000-0000-0000-000000000000', limit]);
    return this.reader.query(NEWEST, [targetId, start?.sortAt ?? 'infinity', start?.id ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff', limit]);
  }

  /** The oldest live comments of several targets, with each target's total. */
  previews(targetIds: readonly string[], perTarget: number): Promise<(Comment & { total: number })[]> {
    return this.reader.query(PREVIEWS, [targetIds, perTarget]);
  }

  async insert(tx: Tx, c: Pick<Comment, 'id' | 'targetType' | 'targetId' | 'rootType' | 'rootId' | 'authorId' | 'createdAt'>): Promise<void> {
    await tx.query(INSERT, [c.id, c.targetType, c.targetId, c.rootType, c.rootId, c.authorId, c.createdAt]);
  }

  async edit(tx: Tx, id: string, textVersion: number, at: Date): Promise<void> {
    await tx.query(EDIT, [id, textVersion, at]);
  }

  async setState(tx: Tx, id: string, state: ContentState): Promise<void> {
    await tx.query(SET_STATE, [id, state]);
  }

  /** Casts or takes back an upvote; the row must be locked. @returns the score afterwards */
  async vote(tx: Tx, comment: Comment, memberId: string, up: boolean, at: Date): Promise<number> {
    const changed = up ? await tx.query(VOTE, [comment.id, memberId, at]) : await tx.query(UNVOTE, [comment.id, memberId]);
    if (changed.length === 0) return comment.score;
    const [row] = await tx.query(ADD_SCORE, [comment.id, up ? 1 : -1]);
    return row!.score;
  }

  async votedBy(memberId: string, ids: readonly string[]): Promise<Set<string>> {
    if (ids.length === 0) return new Set();
    return new Set((await this.reader.query(VOTED, [memberId, ids])).map((row) => row.id));
  }

  /** The version each of these rows shows. */
  async textVersions(ids: readonly string[]): Promise<Map<string, number>> {
    return new Map((await this.reader.query(REFERENCED, [ids])).map((row) => [row.id, row.version]));
  }
}
