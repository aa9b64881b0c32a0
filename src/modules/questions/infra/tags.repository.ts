import { Injectable } from '@nestjs/common';
import { SqlReader, sql, type Tx } from '#libs/persistence';

export interface Tag {
  slug: string;
  description: string;
  questionCount: number;
  publicCount: number;
}

const COLUMNS = `slug, description, question_count as "questionCount", public_count as "publicCount"`;
const LIST = sql<Tag>(
  'tags.list',
  `select ${COLUMNS} from questions.tags where (-question_count, slug) > ($1::int, $2) and question_count > 0 order by -question_count, slug limit $3`,
);
const MATCHING = sql<Tag>(
  'tags.matching',
  `select ${COLUMNS} from questions.tags where slug like $4 || '%' and (-question_count, slug) > ($1::int, $2) and question_count > 0 order by -question_count, slug limit $3`,
);
const BY_SLUG = sql<Tag>('tags.by-slug', `select ${COLUMNS} from questions.tags where slug = $1`);
const COUNT = sql(
  'tags.count',
  `insert into questions.tags as t (slug, question_count, public_count, created_at)
   select slug, $2, $3, $4 from unnest($1::text[]) as slug order by slug
   on conflict (slug) do update set question_count = t.question_count + excluded.question_count, public_count = t.public_count + excluded.public_count`,
);

/** Tags and how many live questions carry them. */
@Injectable()
export class TagsRepository {
  constructor(private readonly reader: SqlReader) {}

  /** The most used first, after a position. */
  list(start: { count: number; slug: string } | undefined, limit: number, prefix?: string): Promise<Tag[]> {
    const page = [start ? -start.count : -2147483648, start?.slug ?? '', limit];
    if (prefix === undefined) return this.reader.query(LIST, page);
    return this.reader.query(MATCHING, [...page, prefix.replace(/[\\%_]/g, '\\$&')]);
  }

  find(slug: string): Promise<Tag | null> {
    return this.reader.one(BY_SLUG, [slug]);
  }

  /** Adds to the counts of tags as the transaction's last step; makes tags that are new. */
  count(tx: Tx, tags: readonly string[], delta: { all: number; public: number }, at: Date): void {
    if (tags.length === 0 || (delta.all === 0 && delta.public === 0)) return;
    tx.beforeCommit(`tags ${delta.all} ${delta.public}`, async () => {
      await tx.query(COUNT, [tags, delta.all, delta.public, at]);
    });
  }
}
