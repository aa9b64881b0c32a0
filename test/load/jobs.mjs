// `node test/load/jobs.mjs`: no-op jobs through our port (what the relay calls, and our worker) against BullMQ alone, in turns, on its PostgreSQL
// back-end and, with REDIS_URL set, on Redis. The ratio is to compare with the budget; the numbers say nothing about another machine.
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createPostgresBackend, createRedisBackend, Queue, Worker } from 'bullmq';
import { build } from '../../scripts/build.mjs';
import { root } from '../../scripts/lib/root.mjs';
import { step } from '../../scripts/lib/steps.mjs';

const BUDGET = 0.6;
const ROUNDS = 4;
const BATCH = 100;
const CONCURRENCY = 5;
const RETRY = { attempts: 3, backoffMs: 1_000 };

await build({ announce: step });
const load = (file) => import(path.join(root, 'dist/libs', file));
const adapter = await load('jobs/src/adapters/bullmq/index.js');
const { defineJob, handleJob } = await load('jobs/src/index.js');
const silent = Object.fromEntries(['debug', 'info', 'warn', 'error'].map((level) => [level, () => undefined]));

/** Counts runs, and tells when all are in. */
function counter(total) {
  let done = 0;
  let finish;
  const all = new Promise((resolve) => void (finish = resolve));
  return { all, one: async () => void ((done += 1) === total && finish()) };
}

async function timed(total, add, all) {
  const start = performance.now();
  for (let at = 0; at < total; at += BATCH) await add(Array.from({ length: Math.min(BATCH, total - at) }, () => randomUUID()));
  await all;
  return (total / (performance.now() - start)) * 1_000;
}

async function ours(connect, total) {
  const queue = new adapter.BullQueue(connect(), silent);
  const worker = new adapter.BullmqJobWorker(connect(), queue, { concurrency: CONCURRENCY }, silent);
  const job = defineJob('load.nothing', RETRY);
  const { all, one } = counter(total);
  await worker.start([handleJob(job, one)]);
  const sink = new adapter.BullmqJobSink(queue);
  const perSecond = await timed(total, (ids) => sink.add(ids.map((id) => ({ id, name: job.name, ...RETRY, payload: { n: 1 } }))), all);
  await worker.stop();
  await queue.close();
  return perSecond;
}

async function bare(options, backend, total) {
  const { all, one } = counter(total);
  const queue = new Queue('bare', options, backend);
  const worker = new Worker('bare', one, { ...options, concurrency: CONCURRENCY }, backend);
  await Promise.all([queue.waitUntilReady(), worker.waitUntilReady()]);
  const opts = { attempts: RETRY.attempts, backoff: { type: 'exponential', delay: RETRY.backoffMs }, removeOnComplete: { age: 3_600 } };
  const perSecond = await timed(total, (ids) => queue.addBulk(ids.map((id) => ({ name: 'load.nothing', data: { payload: { n: 1 } }, opts: { ...opts, jobId: id } }))), all);
  await worker.close();
  await queue.close();
  return perSecond;
}

async function compare(name, total, port, baseline) {
  const best = { port: 0, baseline: 0 };
  for (let round = 0; round < ROUNDS; round += 1) {
    best.port = Math.max(best.port, await port(total));
    best.baseline = Math.max(best.baseline, await baseline(total));
  }
  const ratio = best.port / best.baseline;
  process.stdout.write(`${ratio >= BUDGET ? '✓' : '✗'} jobs on ${name.padEnd(11)} ${ratio.toFixed(3)} (budget ${BUDGET})  ${Math.round(best.port)} of ${Math.round(best.baseline)} jobs/s\n`);
}

const { attachOrStartPostgres } = await load('persistence/src/adapters/embedded/index.js');
const dataDir = mkdtempSync(path.join(os.tmpdir(), 'cairn-jobs-'));
const postgres = await attachOrStartPostgres({ dataDir, log: () => undefined });
await adapter.migrateJobs(postgres.connection);
const connection = { ...postgres.connection, schema: 'bullmq', max: 3, options: '-c timezone=UTC -c jit=off' };
try {
  await compare('PostgreSQL', 2_000, (total) => ours(() => adapter.bullConnection(postgres.connection, 3, 'load'), total), (total) => bare({ connection }, createPostgresBackend, total));
} finally {
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

const url = process.env.REDIS_URL;
if (url) {
  const prefix = `load-${randomUUID().slice(0, 8)}`;
  const options = { connection: { url, maxRetriesPerRequest: null }, prefix: `${prefix}:bare` };
  await compare('Redis', 10_000, (total) => ours(() => adapter.bullRedisConnection({ url, prefix }), total), (total) => bare(options, createRedisBackend, total));
  for (const [name, at] of [['cairn', `${prefix}:jobs`], ['bare', `${prefix}:bare`]]) {
    const queue = new Queue(name, { connection: options.connection, prefix: at });
    await queue.obliterate({ force: true });
    await queue.close();
  }
}
process.exit(0);
