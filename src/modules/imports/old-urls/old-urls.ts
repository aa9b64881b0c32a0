import { Injectable } from '@nestjs/common';
import { SqlReader, sql } from '#libs/persistence';

export type OldUrlKind = 'question' | 'answer' | 'user';

const POST = sql<{ kind: string; entityId: string; parentId: string | null }>(
  'imports.old-post',
  `select s.kind, s.entity_id as "entityId", s.parent_id as "parentId" from imports.sources s
   join imports.sites p on p.site = s.site and p.is_primary
   where s.kind in ('question', 'answer') and s.source_id = $1::bigint`,
);
const USER = sql<{ handle: string }>(
  'imports.old-user',
  `select m.handle from imports.sources s join imports.sites p on p.site = s.site and p.is_primary
   join users.members m on m.id = s.entity_id and m.state <> 'erased'
   where s.kind = 'user' and s.source_id = $1::bigint and not exists (select from users.members where handle = $1::bigint::text)`,
);

/** Where the numbered addresses of the primary imported site lead now. */
@Injectable()
export class OldUrls {
  constructor(private readonly reader: SqlReader) {}

  /**
   * The path of a question, answer or profile by its number on the old site, or null. Numbers of questions and answers are one series
   * there, so either kind finds both. Nothing is said about who may see it: the page decides. A member whose handle is the number comes first.
   */
  async resolve(kind: OldUrlKind, number: number): Promise<string | null> {
    if (kind === 'user') {
      const user = await this.reader.one(USER, [number]);
      return user && `/users/${user.handle}`;
    }
    const post = await this.reader.one(POST, [number]);
    if (post === null) return null;
    return post.kind === 'question' ? `/questions/${post.entityId}` : `/questions/${post.parentId}#answer-${post.entityId}`;
  }
}
