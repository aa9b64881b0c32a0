// The ceiling of a write: what posting an answer sends to PostgreSQL, sent by pg alone, from a process of its own.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import pg from 'pg';

const [{ connection, statements, questions, authorId, body, connections, seconds }] = await once(process, 'message');

async function write(client, questionId) {
  const run = (name, values) => client.query({ name, text: statements[name], values });
  const id = randomUUID();
  const at = new Date();
  const data = JSON.stringify({ answerId: id, questionId, authorId });
  await client.query('begin');
  await run('documents.insert', ['answers', [id], [1], [null], [body], [`<p>${body}</p>\n`], [at]]);
  await run('answers.insert', [id, questionId, authorId, body.slice(0, 200), at]);
  await run('events.outbox-add', [[randomUUID()], ['event'], ['answer.posted.v1'], [`question:${questionId}`], [data]]);
  await run('questions.add-answer', [questionId, at]);
  await run('pages.bump', [[`question:${questionId}`, `list:${Number.parseInt(questionId.at(-1), 16)}`]]);
  await client.query('commit');
}

async function writer(until, counts) {
  const client = new pg.Client({ ...connection, options: '-c jit=off' });
  await client.connect();
  while (Date.now() < until.end) {
    await write(client, questions[Math.floor(Math.random() * questions.length)]);
    if (Date.now() >= until.start) counts.done += 1;
  }
  await client.end();
}

const start = Date.now() + 2_000;
const counts = { done: 0 };
await Promise.all(Array.from({ length: connections }, () => writer({ start, end: start + seconds * 1_000 }, counts)));
process.send({ perSecond: counts.done / seconds });
process.disconnect();
