import pg from 'pg';
import { eventually } from '#libs/testing';
import type { ApiClient } from '../support/answer-writers.js';
import type { EnginesReader } from '../support/engines-reader.js';

/** What is wrong between what was acknowledged, what every engine holds and what was told; all zero is sound. */
export interface EngineFindings {
  /** Acknowledged, and the API does not show it. */
  unseen: number;
  /** Acknowledged, and no row. */
  lostRows: number;
  /** Acknowledged, and no text in MongoDB, or another one. */
  lostTexts: number;
  /** Answers that were not told of exactly once. */
  wronglyTold: number;
  /** Questions whose counter differs from a recount. */
  wrongCounters: number;
}

export const ALL_HELD: EngineFindings = { unseen: 0, lostRows: 0, lostTexts: 0, wronglyTold: 0, wrongCounters: 0 };

const WAITING = `select count(*)::int as n from events.outbox where kind = 'event'`;
const LOST_ROWS = `select count(*)::int as n from unnest($1::uuid[]) as acked(id) where not exists (select from questions.answers a where a.id = acked.id)`;
const WRONGLY_TOLD = `select count(*)::int as n from questions.answers a
  left join (select data ->> 'answerId' as id, count(*) as times from events.log where type = 'answer.posted.v1' group by 1) as told on told.id = a.id::text
  where coalesce(told.times, 0) <> 1`;
const WRONG_COUNTERS = `select count(*)::int as n from questions.questions q
  where q.answer_count <> (select count(*) from questions.answers a where a.question_id = q.id and a.state = 'live')`;
const PATIENCE_MS = 60_000;

export interface Ledger {
  databaseUrl: string;
  reader: EnginesReader;
  api: ApiClient;
  questions: readonly string[];
}

/** Waits until the relay has moved everything, then compares. @param acknowledged the text of each answer @throws when the outbox does not run empty */
export async function auditEngines({ databaseUrl, reader, api, questions }: Ledger, acknowledged: ReadonlyMap<string, string>): Promise<EngineFindings> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const count = async (text: string, params: unknown[] = []): Promise<number> => (await client.query<{ n: number }>(text, params)).rows[0]!.n;
  try {
    await eventually(async () => {
      if ((await count(WAITING)) > 0) throw new Error('the relay does not empty the outbox');
    }, PATIENCE_MS);
    const ids = [...acknowledged.keys()];
    const [seen, texts] = [await shown(api, questions), new Map((await reader.texts('answers', ids)).map(({ id, body }) => [id, body]))];
    return {
      unseen: ids.filter((id) => !seen.has(id)).length,
      lostRows: await count(LOST_ROWS, [ids]),
      lostTexts: ids.filter((id) => texts.get(id) !== acknowledged.get(id)).length,
      wronglyTold: await count(WRONGLY_TOLD),
      wrongCounters: await count(WRONG_COUNTERS),
    };
  } finally {
    await client.end();
  }
}

/** Every answer the API shows below these questions. */
async function shown(api: ApiClient, questions: readonly string[]): Promise<Set<string>> {
  const seen = new Set<string>();
  for (const question of questions) {
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = await api.send('GET', `/api/questions/${question}/answers?limit=100${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`);
      const { items, nextCursor } = (await page.json()) as { items: { id: string }[]; nextCursor: string | null };
      for (const { id } of items) seen.add(id);
      cursor = nextCursor;
    }
  }
  return seen;
}
