import type pg from 'pg';

const ROWS = `select
  (select count(*)::int from questions.questions) as questions,
  (select count(*)::int from questions.answers) as answers,
  (select count(*)::int from users.members) as users,
  (select count(*)::int from questions.questions where accepted_answer_id is not null) as accepted,
  (select count(*)::int from questions.questions q where answer_count <> (select count(*) from questions.answers a where a.question_id = q.id)) as miscounted,
  (select count(*)::int from imports.history) as leftover,
  (select count(*)::int from imports.sites where state <> 'done') as unfinished`;

type Counts = Record<string, { total: number }>;

/** What is in the rows after an import; nothing may be counted wrongly, left over or unfinished. */
export async function importedRows(client: pg.Client): Promise<Record<string, number>> {
  const { rows } = await client.query<Record<string, number>>(ROWS);
  return rows[0]!;
}

/** What must be there when all that the import reports was written once. */
export function expectedRows(counts: Counts): Record<string, number> {
  const total = (name: string): number => counts[name]!.total;
  return { questions: total('questions'), answers: total('answers'), users: total('users'), accepted: total('accepted'), miscounted: 0, leftover: 0, unfinished: 0 };
}
