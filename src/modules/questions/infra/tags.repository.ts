import { Injectable } from '@nestjs/common';
import { SqlReader, sql, type Statement, type Tx } from '#libs/persistence';

export interface Tag {
  slug: string;
  description: string;
  questionCount: number;
  publicCount: number;
}

const COLUMNS = `slug, description, question_count as "questionCount", public_count as "publicCount"`;
/** Which of the two counts a viewer knows of; also what their list is sorted and paged by, or a cursor would tell the other one. */
export type TagCount = 'all' | 'public';

const COUNT_COLUMNS: Record<TagCount, string> = { all: 'question_count', public: 'public_count' };

function lists(count: TagCount): { all: Statement<Tag>; matching: Statement<Tag> } {
  const column = COUNT_COLUMNS[count];
  const page = `(-${column}, slug) > ($1::int, $2) and ${column} > 0 order by -${column}, slug limit $3`;
  return {
    all: sql<Tag>(`tags.list.${count}`, `select ${COLUMNS} from questions.tags where ${page}`),
    matching: sql<Tag>(`tags.matching.${count}`, `select ${COLUMNS} from questions.tags where slug like $4 || '%' and ${page}`),
  };
}

const LISTS: Record<TagCount, ReturnType<typeof lists>> = { all: lists('all'), public: lists('public') };
const BY_SLUG = sql<Tag>('tags.by-slug', `select ${COLUMNS} from questions.tags where slug = $1`);
const COUNT = sql(
  'tags.count',
  `insert into questions.tags as t (slug, question_count, public_count, created_at)
   select slug, everybody, guests, $4 from unnest($1::text[], $2::int[], $3::int[]) as d(slug, everybody, guests) order by slug
   on conflict (slug) do update set question_count = t.question_count + excluded.question_count, public_count = t.public_count + excluded.public_count`,
);

interface TagDelta {
  all: number;
  public: number;
}

/** Tags and how many live questions carry them. */
@Injectable()
export class TagsRepository {
  private readonly pending = new WeakMap<Tx, Map<string, TagDelta>>();

  constructor(private readonly reader: SqlReader) {}

  /** The most used first, after a position; only those that count something. */
  list(count: TagCount, start: { count: number; slug: string } | undefined, limit: number, prefix?: string): Promise<Tag[]> {
    const page = [start ? -start.count : -2147483648, start?.slug ?? '', limit];
    if (prefix === undefined) return this.reader.query(LISTS[count].all, page);
    return this.reader.query(LISTS[count].matching, [...page, prefix.replace(/[\\%_]/g, '\\$&')]);
  }

  find(slug: string): Promise<Tag | null> {
    return this.reader.one(BY_SLUG, [slug]);
  }

  /** Adds to the counts of tags; all changes of a transaction are written together, in the order of the slugs, as one of its last steps. */
  count(tx: Tx, tags: readonly string[], delta: TagDelta, at: Date): void {
    if (tags.length === 0 || (delta.all === 0 && delta.public === 0)) return;
    const deltas = this.pending.get(tx) ?? new Map<string, TagDelta>();
    this.pending.set(tx, deltas);
    for (const tag of tags) {
      const known = deltas.get(tag) ?? { all: 0, public: 0 };
      deltas.set(tag, { all: known.all + delta.all, public: known.public + delta.public });
    }
    tx.beforeCommit('tags', async () => {
      const sums = [...deltas.values()];
      await tx.query(COUNT, [[...deltas.keys()], sums.map((sum) => sum.all), sums.map((sum) => sum.public), at]);
      deltas.clear();
    });
  }
}
