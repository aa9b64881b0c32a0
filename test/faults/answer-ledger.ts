import type pg from 'pg';

/** What is wrong between what was acknowledged, what is stored and what was told; all zero is sound. */
export interface Findings {
  /** Acknowledged with a 201, and no row, or no text. */
  lostAnswers: number;
  /** Answers without an event, after the outbox has run empty. */
  lostEvents: number;
  /** Events that are in the log more than once, or of no answer. */
  surplusEvents: number;
  /** Questions and tags whose counter differs from a recount. */
  wrongCounters: number;
  /** Numbers missing in the log's sequence. */
  gapsInLog: number;
}

export const SOUND: Findings = { lostAnswers: 0, lostEvents: 0, surplusEvents: 0, wrongCounters: 0, gapsInLog: 0 };

const LOST_ANSWERS = `
  select count(*)::int as n from unnest($1::uuid[]) as acked(id)
  where not exists (select from questions.answers a where a.id = acked.id)
     or not exists (select from documents.versions v where v.collection = 'answers' and v.id = acked.id and v.version = 1)`;
const LOST_EVENTS = `
  select count(*)::int as n from questions.answers a
  where a.question_id = any($1) and not exists (select from events.log l where l.type = 'answer.posted.v1' and l.data ->> 'answerId' = a.id::text)`;
const SURPLUS_EVENTS = `
  select count(*)::int as n from (
    select (data ->> 'answerId')::uuid as answer, row_number() over (partition by data ->> 'answerId') as nth
    from events.log where type = 'answer.posted.v1') as told
  where nth > 1 or not exists (select from questions.answers a where a.id = told.answer)`;
const WRONG_COUNTERS = `
  select (select count(*) from questions.questions q
          where q.answer_count <> (select count(*) from questions.answers a where a.question_id = q.id and a.state = 'live'))::int
       + (select count(*) from questions.tags t
          where t.question_count <> (select count(*) from questions.questions q where t.slug = any(q.tags) and q.state = 'live'))::int as n`;
const GAPS = `select (select seq from events.head) - count(*)::int as n from events.log`;
const WAITING = `select count(*)::int as n from events.outbox where kind = 'event'`;

async function count(client: pg.Client, text: string, params: unknown[] = []): Promise<number> {
  const { rows } = await client.query<{ n: number | string }>(text, params);
  return Number(rows[0]!.n);
}

/** Waits until the relay has moved everything, then compares. @throws when the outbox does not run empty in 30 s */
export async function audit(client: pg.Client, acknowledged: readonly string[], questions: readonly string[]): Promise<Findings> {
  const deadline = Date.now() + 30_000;
  while ((await count(client, WAITING)) > 0) {
    if (Date.now() > deadline) throw new Error('the relay does not empty the outbox');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    lostAnswers: await count(client, LOST_ANSWERS, [acknowledged]),
    lostEvents: await count(client, LOST_EVENTS, [questions]),
    surplusEvents: await count(client, SURPLUS_EVENTS),
    wrongCounters: await count(client, WRONG_COUNTERS),
    gapsInLog: await count(client, GAPS),
  };
}
