/** How much a seeded site holds. A post is a question or an answer. */
export interface Scale {
  members: number;
  questions: number;
  answers: number;
  comments: number;
  votes: number;
  /** Words of a short answer; the longest has twice as many. */
  words: number;
}

/** The 22,000 posts that budgets are measured on. */
export const FULL: Scale = { members: 5_000, questions: 4_400, answers: 17_600, comments: 10_000, votes: 40_000, words: 70 };

/** Runs one SQL statement. */
export type Run = (sql: string) => Promise<unknown>;

/** The question that page measurements read: it has 20 answers, and comments. */
export const BUSY_QUESTION = '00000000-0000-4000-8000-000000000001';

const id = (kind: number, n: string): string => `('00000000-000${kind}-4000-8000-' || lpad(to_hex(${n}), 12, '0'))::uuid`;
const member = (n: string): string => id(1, n);
const question = (n: string): string => id(0, n);
const answer = (n: string): string => id(2, n);
const comment = (n: string): string => id(3, n);
/** Spread over three years, never twice the same moment. */
const moment = (n: string, of: number): string => `timestamptz '2023-01-01' + (${n}) * interval '1096 days' / ${of}`;

/** Words of a made-up language, some far more common than others: what a search meets in a real community. */
const WORDS = `
  create temporary table seed_words as
  select n, (array['ka','lo','mi','ren','tas','vu','bel','dor','sin','pel'])[1 + n % 10] || (array['na','tor','ki','lum','sa','wen'])[1 + n / 10 % 6]
    || (array['','ra','tion','mo','ly','sh','der','ing'])[1 + n / 60 % 8] || (array['','s','en','or'])[1 + n / 480 % 4] as word
  from generate_series(0, 1919) n`;

function texts(kind: string, count: number, wordsEach: number): string {
  return `
    create temporary table seed_${kind} as
    select g.n, string_agg(w.word, ' ') as body
    from generate_series(1, ${count}) as g(n)
    cross join lateral (
      select floor(power(random(), 3) * 1920)::int as pick from generate_series(1, ${wordsEach} + g.n % ${wordsEach})
    ) p join seed_words w on w.n = p.pick
    group by g.n`;
}

const documentOf = (collection: string, kind: string, key: (n: string) => string, count: number): string => `
  insert into documents.versions (collection, id, version, title, body, body_html, created_at)
  select '${collection}', ${key('n')}, 1, ${kind === 'questions' ? `'How does ' || left(body, 60)` : 'null'}, body, '<p>' || body || '</p>', ${moment('n', count)}
  from seed_${kind}`;

function people(scale: Scale): string[] {
  return [
    `insert into users.members (id, handle, display_name, bio, bio_html, created_at, updated_at)
     select ${member('n')}, 'member' || n, 'Member ' || n, 'Walks and asks.', '<p>Walks and asks.</p>', ${moment('n', scale.members)}, ${moment('n', scale.members)}
     from generate_series(1, ${scale.members}) n`,
    `insert into users.follows select ${member('n')}, ${member(`1 + (n * 7) % ${scale.members}`)}, ${moment('n', scale.members)}
     from generate_series(1, ${scale.members}) n where n <> 1 + (n * 7) % ${scale.members}`,
    `insert into questions.tags (slug, description, question_count, public_count, created_at)
     select 'tag-' || n, '', 1, 1, '2023-01-01' from generate_series(1, 150) n`,
  ];
}

function posts(scale: Scale): string[] {
  const { questions, answers, members } = scale;
  // The busy question takes the first 20 answers, the others share the rest.
  const parent = `case when n <= 20 then 1 else 2 + n % ${questions - 1} end`;
  return [
    `insert into questions.questions (id, author_id, slug, title, excerpt, tags, score, base_score, created_at, last_activity_at)
     select ${question('n')}, ${member(`1 + n % ${members}`)}, 'how-does-' || n, 'How does ' || left(body, 60), left(body, 200),
       array['tag-' || 1 + n % 150, 'tag-' || 1 + (n * 13) % 149], n % 40, 0, ${moment('n', questions)}, ${moment('n', questions)}
     from seed_questions on conflict do nothing`,
    `insert into questions.answers (id, question_id, author_id, excerpt, score, base_score, created_at)
     select ${answer('n')}, ${question(parent)}, ${member(`1 + n % ${members}`)}, left(body, 200), n % 25, 0, ${moment('n', answers)} from seed_answers`,
    `update questions.questions q set answer_count = a.count, last_activity_at = greatest(q.last_activity_at, a.newest)
     from (select question_id, count(*) as count, max(created_at) as newest from questions.answers group by 1) a where a.question_id = q.id`,
    `insert into questions.votes (target_id, member_id, target_type, value, created_at)
     select ${answer(`1 + n % ${answers}`)}, ${member(`1 + (n / 3) % ${members}`)}, 'answer', 1, now() from generate_series(1, ${scale.votes}) n on conflict do nothing`,
    `insert into comments.comments (id, target_type, target_id, root_type, root_id, author_id, created_at)
     select ${comment('n')}, 'question', ${question(`1 + n % ${questions}`)}, 'question', ${question(`1 + n % ${questions}`)}, ${member(`1 + n % ${members}`)}, ${moment('n', scale.comments)}
     from seed_comments`,
    `update questions.questions q set comment_count = c.count from (select target_id, count(*) as count from comments.comments group by 1) c where c.target_id = q.id`,
    `update questions.tags t set question_count = c.count, public_count = c.count
     from (select tag, count(*) as count from questions.questions, unnest(tags) tag group by 1) c where c.tag = t.slug`,
  ];
}

/** Fills an empty, migrated database by SQL alone, in seconds. The search index is not filled: `cairn reindex` does that. */
export async function seed(run: Run, scale: Scale = FULL): Promise<void> {
  const statements = [
    'begin',
    'select setseed(0.42)',
    WORDS,
    texts('questions', scale.questions, scale.words),
    texts('answers', scale.answers, scale.words),
    texts('comments', scale.comments, Math.ceil(scale.words / 5)),
    ...people(scale),
    ...posts(scale),
    documentOf('questions', 'questions', question, scale.questions),
    documentOf('answers', 'answers', answer, scale.answers),
    documentOf('comments', 'comments', comment, scale.comments),
    'commit',
    'vacuum (analyze)',
  ];
  for (const statement of statements) await run(statement);
}
