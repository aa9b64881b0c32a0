// `node test/load/live.mjs` with REDIS_URL set: two API processes on one PostgreSQL and one Redis. What is written on one reaches a thousand
// sockets on the other; printed is how long after the request was sent. Without REDIS_URL the same is measured from the event log alone.
import { randomUUID } from 'node:crypto';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { build } from '../../scripts/build.mjs';
import { root } from '../../scripts/lib/root.mjs';
import { step } from '../../scripts/lib/steps.mjs';
import { cairnCli, startCairn } from '../support/start-cairn.ts';

const SOCKETS = 1_000;
const EVENTS = 60;
const EVERY_MS = 150;
const BUDGET_MS = 250;
const SETTLE_MS = 3_000;

function databaseUrl({ host, user, password, database }) {
  return `postgres://${user}:${encodeURIComponent(password ?? '')}@localhost/${database}?host=${encodeURIComponent(host)}`;
}

const quantile = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

async function watchers(url, room) {
  const child = fork(path.join(root, 'test/load/watchers.mjs'));
  child.send({ url, room, sockets: SOCKETS });
  await once(child, 'message');
  return child;
}

/** A token that may write, as an operator makes one. */
async function writeToken(cairn) {
  await cairnCli(cairn, ['user', 'create', '--handle', 'writer', '--email', 'writer@example.org', '--json']);
  return JSON.parse(await cairnCli(cairn, ['token', 'create', '--user', 'writer', '--scope', 'write', '--json'])).token;
}

function poster(url, token) {
  return async (address, body) => {
    const answer = await fetch(url + address, { method: 'POST', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' }, body: JSON.stringify(body) });
    if (answer.status !== 201) throw new Error(`POST ${address} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()).id;
  };
}

async function write(post, questionId) {
  const sent = new Map();
  for (let n = 0; n < EVENTS; n += 1) {
    const at = Date.now();
    const id = await post(`/api/questions/${questionId}/answers`, { body: `It is answer ${n}.` });
    sent.set(id, { at, acknowledged: Date.now() });
    await sleep(EVERY_MS);
  }
  return sent;
}

async function report(child) {
  child.send({ report: true });
  const [{ heard }] = await once(child, 'message');
  child.disconnect();
  return heard;
}

async function measure(writer, reader) {
  const post = poster(writer.url, await writeToken(writer));
  const questionId = await post('/api/questions', { title: 'How far does an answer travel?', body: 'From one process to another.', tags: ['live'] });
  let child;
  await step(`${SOCKETS} sockets on the other process`, async () => void (child = await watchers(reader.url, `question:${questionId}`)));
  const sent = await write(post, questionId);
  await sleep(SETTLE_MS);
  const heard = await report(child);
  const known = heard.filter(([id]) => sent.has(id));
  const total = known.map(([id, at]) => at - sent.get(id).at).sort((a, b) => a - b);
  const after = known.map(([id, at]) => at - sent.get(id).acknowledged).sort((a, b) => a - b);
  return { total, after };
}

/** The site that was measured leaves nothing on the server. */
async function forget({ REDIS_URL, REDIS_PREFIX }) {
  if (!REDIS_URL) return;
  const client = new Redis(REDIS_URL);
  for await (const keys of client.scanStream({ match: `${REDIS_PREFIX}:*`, count: 1_000 })) if (keys.length > 0) await client.unlink(...keys);
  client.disconnect();
}

await build({ announce: step });
const { attachOrStartPostgres } = await import(path.join(root, 'dist/libs/persistence/src/adapters/embedded/index.js'));
const dataDir = mkdtempSync(path.join(os.tmpdir(), 'cairn-live-'));
const postgres = await attachOrStartPostgres({ dataDir, log: () => undefined });
const redis = process.env.REDIS_URL ? { REDIS_URL: process.env.REDIS_URL, REDIS_PREFIX: `load-${randomUUID().slice(0, 8)}` } : {};
const env = {
  DATABASE_URL: databaseUrl(postgres.connection),
  CAIRN_SECRET: randomUUID().repeat(2),
  RATE_LIMIT_FACTOR: '1000000',
  HTTP_CHECK_RESPONSES: 'false',
  CAIRN_DEMO: 'false',
  PUBLIC_URL: 'http://localhost:3000',
  ...redis,
};
const running = [];
try {
  await step('Two API processes and a worker', async () => {
    running.push(await startCairn({ env }));
    running.push(await startCairn({ env, program: 'api' }));
  });
  const { total, after } = await measure(...running);
  const p99 = quantile(total, 0.99);
  const mark = p99 <= BUDGET_MS && total.length === SOCKETS * EVENTS ? '✓' : '✗';
  process.stdout.write(`${mark} ${redis.REDIS_URL ? 'by Redis' : 'from the event log'}: ${total.length} of ${SOCKETS * EVENTS} deliveries\n`);
  process.stdout.write(`  since the request was sent: p50 ${quantile(total, 0.5)} ms, p99 ${p99} ms (budget ${BUDGET_MS}), most ${total.at(-1)} ms\n`);
  process.stdout.write(`  since its answer:           p50 ${quantile(after, 0.5)} ms, p99 ${quantile(after, 0.99)} ms\n`);
} finally {
  for (const cairn of running.toReversed()) await cairn.stop();
  await postgres.stop();
  await forget(redis);
  rmSync(dataDir, { recursive: true, force: true });
}
process.exit(0);
