import { Injectable } from '@nestjs/common';
import { type DocumentRef, DocumentStore } from '#libs/documents';
import { CoalescedReads, SqlReader, sql } from '#libs/persistence';
import { htmlToText } from '#libs/rich-text';
import type { IndexedVersion, SearchDocument } from '#libs/search-engine';
import type { Audience, ContentState } from '#modules/visibility';

export interface PostRef {
  type: 'question' | 'answer';
  id: string;
}

/** What a search result shows of a post, as it is now. State and audience are the stricter of the post's and its question's. */
export interface PostHit extends PostRef {
  questionId: string;
  slug: string;
  title: string;
  score: number;
  tags: string[];
  authorId: string | null;
  authorName: string | null;
  audience: Audience;
  state: ContentState;
  createdAt: Date;
}

type PostRow = PostHit & { version: number; textVersion: number; isAnswered: boolean };

const QUESTION = `'question' as type, q.id, q.id as "questionId", q.slug, q.title, q.score, q.tags, q.author_id as "authorId",
  q.author_name as "authorName", q.audience, q.state, q.created_at as "createdAt"`;
const ANSWER = `'answer' as type, a.id, q.id as "questionId", q.slug, q.title, a.score, q.tags, a.author_id as "authorId",
  a.author_name as "authorName", q.audience, case when q.state = 'live' then a.state else q.state end as state, a.created_at as "createdAt"`;

const HITS = sql<PostHit>(
  'questions.search-hits',
  `select ${QUESTION} from questions.questions q where q.id = any ($1::uuid[])
   union all select ${ANSWER} from questions.answers a join questions.questions q on q.id = a.question_id where a.id = any ($2::uuid[])`,
);
// Versions change with what is indexed and with nothing else. A question is indexed with whether it has answers, not with how many.
// An answer is indexed with what it has from its question, so its version counts the changes of both: of its own row, and of the question as its
// answers see it. What leaves the index as it is (comments, votes on the question, other answers) leaves the version, too.
const ANSWER_VERSION = 'a.row_version + q.thread_version';
const ROWS = sql<PostRow>(
  'questions.search-rows',
  `select ${QUESTION}, q.index_version as version, q.text_version as "textVersion", q.answer_count > 0 as "isAnswered"
     from questions.questions q where q.id = any ($1::uuid[])
   union all
   select ${ANSWER}, ${ANSWER_VERSION}, a.text_version, a.accepted
     from questions.answers a join questions.questions q on q.id = a.question_id where a.id = any ($2::uuid[])`,
);
const ANSWERS_OF = sql<{ id: string }>('questions.search-answers-of', 'select id from questions.answers where question_id = any ($1::uuid[]) order by id');
const QUESTIONS_AFTER = sql<{ id: string }>('questions.search-questions-after', 'select id from questions.questions where id > $1 order by id limit $2');
const ANSWERS_AFTER = sql<{ id: string }>('questions.search-answers-after', 'select id from questions.answers where id > $1 order by id limit $2');
const QUESTION_VERSIONS_OF = sql<IndexedVersion>(
  'questions.search-question-versions-of',
  `select id, index_version as version from questions.questions where id = any ($1::uuid[])`,
);
const QUESTION_VERSIONS = sql<IndexedVersion>(
  'questions.search-question-versions',
  `select id, index_version as version from questions.questions where id > $1 and state <> 'deleted' order by id limit $2`,
);
const ANSWER_VERSIONS = sql<IndexedVersion>(
  'questions.search-answer-versions',
  `select a.id, ${ANSWER_VERSION} as version from questions.answers a join questions.questions q on q.id = a.question_id
   where a.id > $1 and q.state <> 'deleted' and (q.state <> 'live' or a.state <> 'deleted') order by a.id limit $2`,
);

function keyOf({ type, id }: PostRef): string {
  return `${type}:${id}`;
}

function refOf(key: string): PostRef {
  const [type, id] = key.split(':') as [PostRef['type'], string];
  return { type, id };
}

function idsOf(refs: readonly PostRef[], type: PostRef['type']): string[] {
  return refs.filter((ref) => ref.type === type).map((ref) => ref.id);
}

/** Posts as the search index and its results want them. */
@Injectable()
export class QuestionSearchSource {
  /** Results of one moment share the statement. */
  private readonly hits: CoalescedReads<string, PostHit>;

  constructor(
    private readonly reader: SqlReader,
    private readonly documents: DocumentStore,
  ) {
    this.hits = new CoalescedReads(async (keys) => {
      const refs = keys.map(refOf);
      const rows = await reader.query(HITS, [idsOf(refs, 'question'), idsOf(refs, 'answer')]);
      return new Map(rows.map((row) => [keyOf(row), row]));
    });
  }

  /** Posts as they are now, to be indexed; unknown ones are absent. Texts are read for live ones only. */
  async searchDocuments(refs: readonly PostRef[]): Promise<SearchDocument[]> {
    const rows = await this.reader.query(ROWS, [idsOf(refs, 'question'), idsOf(refs, 'answer')]);
    const live = rows.filter((row) => row.state === 'live');
    const [questions, answers] = await Promise.all([this.texts('questions', live, 'question'), this.texts('answers', live, 'answer')]);
    return rows.map(({ textVersion: _text, questionId: _question, slug: _slug, authorName: _name, ...row }) => ({
      ...row,
      text: (row.type === 'question' ? questions : answers).get(row.id) ?? '',
    }));
  }

  /** What a page of results shows; the caller decides who may see it. */
  async searchHits(refs: readonly PostRef[]): Promise<PostHit[]> {
    const found = await this.hits.read(refs.map(keyOf));
    return refs.flatMap((ref) => found.get(keyOf(ref)) ?? []);
  }

  /** The answers that are indexed anew when these questions change. */
  async answersOf(questionIds: readonly string[]): Promise<string[]> {
    return (await this.reader.query(ANSWERS_OF, [questionIds])).map((row) => row.id);
  }

  /** Ids in their own order, for going through everything in batches. */
  async idsAfter(type: PostRef['type'], after: string, limit: number): Promise<string[]> {
    return (await this.reader.query(type === 'question' ? QUESTIONS_AFTER : ANSWERS_AFTER, [after, limit])).map((row) => row.id);
  }

  /** What the index should hold, in order of id: for comparing everything. */
  versionsAfter(type: PostRef['type'], after: string, limit: number): Promise<IndexedVersion[]> {
    return this.reader.query(type === 'question' ? QUESTION_VERSIONS : ANSWER_VERSIONS, [after, limit]);
  }

  /** Versions of these questions, whatever their state. */
  questionVersionsOf(ids: readonly string[]): Promise<IndexedVersion[]> {
    return this.reader.query(QUESTION_VERSIONS_OF, [ids]);
  }

  private async texts(collection: 'questions' | 'answers', rows: readonly PostRow[], type: PostRef['type']): Promise<Map<string, string>> {
    const refs: DocumentRef[] = rows.filter((row) => row.type === type).map((row) => ({ id: row.id, version: row.textVersion }));
    const versions = await this.documents.getMany(collection, refs);
    return new Map([...versions].map(([id, version]) => [id, htmlToText(version.bodyHtml)]));
  }
}
