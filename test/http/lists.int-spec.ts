import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiCaller } from '../support/api-caller.js';
import { Seeded } from '../support/seeded.js';
import { TestSite } from '../support/test-site.js';

interface Page<T> {
  items: T[];
  nextCursor: string | null;
}
interface Row {
  id: string;
  tags: string[];
  score: number;
  answerCount: number;
  createdAt: string;
  lastActivityAt: string;
}

const TAGS = ['algebra', 'biology', 'chess'];

describe('lists, page by page', () => {
  let site: TestSite<NestFastifyApplication>;
  let api: ApiCaller;
  const random = new Seeded(7);
  let rows: Row[];

  /** Rows with many equal sort values: the id has to decide between them. */
  async function fill(count: number): Promise<void> {
    const [{ id: ada } = { id: '' }, { id: alan } = { id: '' }] = await site.db.query<{ id: string }>('select id from users.members order by handle');
    for (let n = 0; n < count; n += 1) {
      const at = new Date(Date.UTC(2026, 0, 1 + random.below(4), 0, 0, 0, 0)).toISOString();
      await site.db.query(
        `insert into questions.questions (id, author_id, slug, title, excerpt, tags, audience, state, score, answer_count, created_at, last_activity_at)
         values (gen_random_uuid(), $1, 's', 't', 'e', $2, $3, $4, $5, $6, $7, $8::timestamptz + interval '1 microsecond' * $9)`,
        [random.pick([ada, alan]), random.some(TAGS, 1 + random.below(3)), random.pick(['public', 'members']), random.pick(['live', 'live', 'live', 'hidden', 'deleted']),
          random.below(5) - 2, random.below(2), at, at, random.below(3)],
      );
    }
  }

  beforeAll(async () => {
    site = await TestSite.openApi();
    api = new ApiCaller(site.app);
    for (const handle of ['ada', 'alan']) await site.member(handle);
    await fill(300);
    rows = await site.db.query<Row>('select id, tags, score from questions.questions');
  });
  afterAll(async () => {
    await site.close();
  });

  /** Every item of a list, by its cursors; `between` runs after each page. */
  async function walk<T = Row>(url: string, as?: string, between: () => Promise<void> = () => Promise.resolve()): Promise<T[]> {
    const items: T[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: Page<T> = (await api.get<Page<T>>(`${url}${url.includes('?') ? '&' : '?'}limit=7${cursor && `&cursor=${cursor}`}`, { as })).body;
      items.push(...page.items);
      cursor = page.nextCursor;
      await between();
    }
    return items;
  }

  async function expected(order: string, where = 'true', audiences = ['public']): Promise<string[]> {
    const found = await site.db.query<{ id: string }>(
      `select q.id from questions.questions q join users.members m on m.id = q.author_id where q.state = 'live' and q.audience = any($1) and ${where} order by ${order} desc, q.id desc`,
      [audiences],
    );
    return found.map(({ id }) => id);
  }

  const ORDER: Record<string, string> = { new: 'q.created_at', active: 'q.last_activity_at', score: 'q.score', unanswered: 'q.created_at' };
  const idsOf = (items: { id: string }[]): string[] => items.map(({ id }) => id);

  describe.each(Object.entries(ORDER))('of questions, sorted by %s', (sort, order) => {
    const only = sort === 'unanswered' ? 'q.answer_count = 0' : 'true';
    it.each<[string, string, string]>([
      ['all', '', 'true'],
      ['one tag', '&tag=algebra', `'algebra' = any(q.tags)`],
      ['two tags', '&tag=algebra&tag=Biology', `q.tags @> '{algebra,biology}'`],
      ['without a tag', '&tag=-chess', `not 'chess' = any(q.tags)`],
      ['one tag without another', '&tag=algebra&tag=-chess', `'algebra' = any(q.tags) and not 'chess' = any(q.tags)`],
      ['one author', '&author=ada', `m.handle = 'ada'`],
      ['all of it together', '&tag=algebra&tag=-chess&author=alan', `'algebra' = any(q.tags) and not 'chess' = any(q.tags) and m.handle = 'alan'`],
    ])('%s: should hold each once and in order, for guests and for members', async (_name, query, where) => {
      const url = `/api/questions?sort=${sort}${query}`;
      expect(idsOf(await walk(url))).toEqual(await expected(order, `${only} and ${where}`));
      expect(idsOf(await walk(url, 'ada'))).toEqual(await expected(order, `${only} and ${where}`, ['public', 'members']));
    });

    it('should miss and repeat nothing while rows are added', async () => {
      const before = await expected(order, only);
      const walked = idsOf(await walk(`/api/questions?sort=${sort}`, undefined, () => fill(3)));
      expect(new Set(walked).size).toBe(walked.length);
      expect(walked.filter((id) => before.includes(id))).toEqual(before);
    });
  });

  it('should answer an unknown author with an empty list', async () => {
    expect((await api.get<Page<Row>>('/api/questions?author=nobody')).body).toEqual({ items: [], nextCursor: null });
  });

  it('should have enough rows to be worth paging', () => {
    expect(rows.length).toBeGreaterThanOrEqual(300);
  });

  it('of answers: accepted first, then by score, then the oldest; each once', async () => {
    const { body: question } = await api.post<Row>('/api/questions', { as: 'ada', body: { title: 'Which answer comes first?', body: 'x', tags: ['order'] } });
    const alan = (await site.db.query<{ id: string }>(`select id from users.members where handle = 'alan'`))[0]!.id;
    await site.db.query(
      `insert into questions.answers (id, question_id, author_id, excerpt, state, score, accepted, created_at)
       select gen_random_uuid(), $1, $2, 'e', case when n % 9 = 0 then 'hidden' else 'live' end, n % 4, n = 5, timestamptz '2026-01-01' + interval '1 hour' * (n % 5) from generate_series(1, 60) n`,
      [question.id, alan],
    );
    const order = `select id from questions.answers where question_id = $1 and STATE order by accepted desc, score desc, created_at, id`;
    const live = await site.db.query<{ id: string }>(order.replace('STATE', `state = 'live'`), [question.id]);
    const all = await site.db.query<{ id: string }>(order.replace('STATE', 'true'), [question.id]);
    const url = `/api/questions/${question.id}/answers`;
    expect(idsOf(await walk(url))).toEqual(idsOf(live));
    expect(idsOf(await walk(url, 'ada'))).toEqual(idsOf(live));
    // Who wrote them still sees the hidden ones.
    expect(idsOf(await walk(url, 'alan'))).toEqual(idsOf(all));
  });

  it('should be counted on a profile up to a thousand, which then stands for as many or more', async () => {
    const { id } = await site.member('barbara');
    const counted = async (): Promise<number[]> => {
      const { body } = await api.get<{ questionCount: number; answerCount: number }>('/api/users/barbara');
      return [body.questionCount, body.answerCount];
    };
    const write = (from: number, to: number): Promise<unknown> =>
      site.db.query(
        `with asked as (insert into questions.questions (id, author_id, slug, title, excerpt, tags, state, created_at, last_activity_at)
           select gen_random_uuid(), $1, 's', 't', 'e', '{counted}', case when n % 10 = 0 then 'hidden' else 'live' end, now(), now() from generate_series($2::int, $3::int) n returning id)
         insert into questions.answers (id, question_id, author_id, excerpt, created_at) select gen_random_uuid(), id, $1, 'e', now() from asked`,
        [id, from, to],
      );
    await write(1, 1_009);
    expect(await counted()).toEqual([909, 909]);
    await write(1_011, 1_200);
    expect(await counted()).toEqual([1_000, 1_000]);
    await site.db.query(`delete from questions.answers where author_id = $1`, [id]);
    await site.db.query(`delete from questions.questions where author_id = $1`, [id]);
  });

  it('of comments: in both directions, each once', async () => {
    const { body: question } = await api.post<Row>('/api/questions', { as: 'ada', body: { title: 'Which comment comes first?', body: 'x', tags: ['order'] } });
    await site.db.query(
      `insert into comments.comments (id, target_type, target_id, root_type, root_id, state, created_at)
       select gen_random_uuid(), 'question', $1, 'question', $1, case when n % 7 = 0 then 'hidden' else 'live' end, timestamptz '2026-01-01' + interval '1 microsecond' * (n % 5) from generate_series(1, 40) n`,
      [question.id],
    );
    const oldest = idsOf(await site.db.query<{ id: string }>(`select id from comments.comments where target_id = $1 and state = 'live' order by created_at, id`, [question.id]));
    const url = `/api/comments?target=question:${question.id}`;
    expect(idsOf(await walk(url))).toEqual(oldest);
    expect(idsOf(await walk(`${url}&sort=new`))).toEqual(oldest.toReversed());
  });

  it('of tags: the most used first, counted and sorted by what the viewer may see', async () => {
    await site.db.query(`insert into questions.tags (slug, question_count, public_count, created_at)
      select 'tag' || n, n % 5, greatest(0, n % 5 - n % 3), now() from generate_series(1, 60) n`);
    for (const [column, as] of [['public_count', undefined], ['question_count', 'ada']] as const) {
      const counted = await site.db.query(`select slug, description, ${column} as "questionCount" from questions.tags where ${column} > 0 order by ${column} desc, slug`);
      expect(await walk('/api/tags', as)).toEqual(counted);
      const matching = await site.db.query(`select slug, description, ${column} as "questionCount" from questions.tags where ${column} > 0 and slug like 'tag1%' order by ${column} desc, slug`);
      expect(await walk('/api/tags?q=TAG1', as)).toEqual(matching);
    }
    expect((await walk('/api/tags?q=%25')).length).toBe(0);
  });

  it('of revisions: the newest first, each once', async () => {
    const { body: question } = await api.post<Row>('/api/questions', { as: 'ada', body: { title: 'How often can one edit?', body: 'Version 1', tags: ['edits'] } });
    for (let n = 2; n <= 16; n += 1) await api.send('PATCH', `/api/questions/${question.id}`, { as: 'ada', body: { body: `Version ${n}` } });
    const revisions = await walk<{ version: number; body: string; title: string }>(`/api/questions/${question.id}/revisions`);
    expect(revisions.map(({ version, body }) => [version, body])).toEqual(Array.from({ length: 16 }, (_, n) => [16 - n, `Version ${16 - n}`]));
  });

  it('of members, their followers and whom they follow: the newest first, each once, without the erased', async () => {
    await site.db.query(`insert into users.members (id, handle, display_name, state, created_at, updated_at)
      select gen_random_uuid(), 'm' || n, 'Member ' || n, case when n % 10 = 0 then 'erased' else 'active' end, timestamptz '2026-01-01' + interval '1 microsecond' * (n % 3), now() from generate_series(1, 40) n`);
    const ada = `(select id from users.members where handle = 'ada')`;
    await site.db.query(`insert into users.follows select id, ${ada}, created_at from users.members where handle like 'm%'`);
    await site.db.query(`insert into users.follows select ${ada}, id, created_at from users.members where handle like 'm%'`);
    const handles = async (where: string): Promise<string[]> =>
      (await site.db.query<{ handle: string }>(`select handle from users.members where state <> 'erased' and ${where} order by created_at desc, id desc`)).map(({ handle }) => handle);
    const walked = async (url: string): Promise<string[]> => (await walk<{ handle: string }>(url)).map(({ handle }) => handle);
    expect(await walked('/api/users')).toEqual(await handles('true'));
    expect(await walked('/api/users?q=MEMBER%201')).toEqual(await handles(`display_name like 'Member 1%'`));
    expect(await walked('/api/users?q=%25')).toEqual([]);
    expect(await walked('/api/users/ada/followers')).toEqual(await handles(`handle like 'm%'`));
    expect(await walked('/api/users/ada/following')).toEqual(await handles(`handle like 'm%'`));
  });
});
