// `MONGODB_URI=… node test/load/documents.mjs`: the document store in MongoDB against the one in PostgreSQL, both through their adapter,
// both durable, in turns in the same run. Ratios only: the numbers say nothing about another machine. LOAD_SECONDS (3) is one round.
import { randomBytes, randomUUID } from 'node:crypto';
import path from 'node:path';
import mongoose from 'mongoose';
import { root } from '../../scripts/lib/root.mjs';
import { step } from '../../scripts/lib/steps.mjs';
import { migrateDatabase } from '../support/migrations.mjs';
import { startThrowawayPostgres } from '../support/throwaway-postgres.mjs';

const SECONDS = Number(process.env.LOAD_SECONDS ?? 3);
const ROUNDS = 3;
const DOCUMENTS = 20_000;
const PAGE = 20;
const BODY = 'It depends on the season: in winter they guide you over the snow, in summer they are a place to rest and to add a stone of your own. '.repeat(6);
const DURABLE = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' };

const results = [];
const dist = (file) => import(path.join(root, 'dist', file));
const newText = (id = randomUUID(), version = 1) => ({ id, version, body: BODY, bodyHtml: `<p>${BODY}</p>`, createdAt: new Date() });

function record(name, { ours, theirs }, atLeast) {
  const ratio = ours / theirs;
  results.push({ name, ratio, atLeast });
  const mark = atLeast === null ? '·' : ratio >= atLeast ? '✓' : '✗';
  process.stdout.write(`${mark} ${name.padEnd(44)} ${ratio.toFixed(3)} (${atLeast === null ? 'no budget' : `budget ${atLeast}`})  ${Math.round(ours)} of ${Math.round(theirs)}/s\n`);
}

/** How often a second `work` ends, with so many of it under way at a time. */
async function rate(work, concurrency, seconds) {
  const started = performance.now();
  const end = started + seconds * 1000;
  let done = 0;
  const one = async () => {
    for (; performance.now() < end; done += 1) await work();
  };
  await Promise.all(Array.from({ length: concurrency }, one));
  return done / ((performance.now() - started) / 1000);
}

/** In turns, so that whatever else the machine does meets both; the best round of each counts. */
async function compare(ours, theirs, concurrency) {
  for (const work of [ours, theirs]) await rate(work, concurrency, 1);
  const best = [0, 0];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [at, work] of [ours, theirs].entries()) best[at] = Math.max(best[at], await rate(work, concurrency, SECONDS));
  }
  return { ours: best[0], theirs: best[1] };
}

async function inPostgres() {
  const server = await startThrowawayPostgres({ settings: DURABLE });
  await migrateDatabase(server.connection);
  const { PostgresDatabase } = await dist('libs/persistence/src/index.js');
  const { PostgresDocumentStore } = await dist('libs/documents/src/adapters/postgres/index.js');
  const database = await PostgresDatabase.open({ connection: server.connection });
  const close = async () => {
    await database.close();
    await server.stop();
  };
  return { database, store: new PostgresDocumentStore(database.reader, database.unitOfWork), close };
}

async function inMongo() {
  if (!process.env.MONGODB_URI) throw new Error('MONGODB_URI is not set: `npm run engines -- up mongodb` starts one and says its URI');
  const uri = new URL(process.env.MONGODB_URI);
  uri.pathname = `/cairn_load_${randomBytes(6).toString('hex')}`;
  const { openMongoDocumentStore } = await dist('libs/documents/src/adapters/mongodb/index.js');
  const { SystemClock } = await dist('libs/kernel/src/index.js');
  const silent = { info: () => undefined, warn: () => undefined };
  const opened = await openMongoDocumentStore({ uri: uri.href, clock: new SystemClock(), logger: silent });
  await opened.ensureIndexes();
  const bare = await new mongoose.mongo.MongoClient(uri.href).connect();
  const close = async () => {
    await opened.close();
    await bare.db().dropDatabase();
    await bare.close();
  };
  return { store: opened.store, bare: bare.db(), close };
}

/** A text and the row that shows it, as every use case writes them. */
function writing(store, unitOfWork, ctx, insertRow) {
  return async () => {
    const version = newText();
    const staged = await store.stage('answers', [version]);
    await unitOfWork.run(ctx, async (tx) => {
      await staged.attach(tx);
      await tx.query(insertRow, [version.id]);
    });
  };
}

async function fill(ids, { stores, unitOfWork, ctx }) {
  for (let at = 0; at < ids.length; at += 500) {
    const versions = ids.slice(at, at + 500).map((id) => newText(id));
    for (const store of stores) {
      const staged = await store.stage('answers', versions);
      await unitOfWork.run(ctx, (tx) => staged.attach(tx));
    }
  }
}

const postgres = await inPostgres();
const mongo = await inMongo();
try {
  const { sql } = await dist('libs/persistence/src/index.js');
  const { systemContext } = await dist('libs/kernel/src/index.js');
  const { unitOfWork, reader } = postgres.database;
  const ctx = systemContext('load');
  const ids = Array.from({ length: DOCUMENTS }, () => randomUUID());
  await unitOfWork.run(ctx, (tx) => tx.query(sql('load.table', 'create table public.load_rows (id uuid primary key)')));
  await step(`Writing ${DOCUMENTS} texts into each`, () => fill(ids, { stores: [postgres.store, mongo.store], unitOfWork, ctx }));
  await reader.query(sql('load.analyze', 'analyze documents.versions'));
  const some = (count) => Array.from({ length: count }, () => ({ id: ids[Math.floor(Math.random() * ids.length)], version: 1 }));
  const reading = (store, count) => () => store.getMany('answers', some(count));
  const barePage = () => mongo.bare.collection('answers').find({ id: { $in: some(PAGE).map(({ id }) => id) }, version: 1 }).toArray();
  const insertRow = sql('load.insert', 'insert into public.load_rows (id) values ($1)');
  const writes = (store) => writing(store, unitOfWork, ctx, insertRow);
  record(`read, a page of ${PAGE}, 16 at a time`, await compare(reading(mongo.store, PAGE), reading(postgres.store, PAGE), 16), 0.6);
  record('read, one text, 16 at a time', await compare(reading(mongo.store, 1), reading(postgres.store, 1), 16), 0.6);
  record('written with its row, 16 at a time', await compare(writes(mongo.store), writes(postgres.store), 16), 0.4);
  // Nothing to share: two durable commits, one after the other.
  record('written with its row, one at a time', await compare(writes(mongo.store), writes(postgres.store), 1), null);
  record(`read, a page of ${PAGE}, adapter against bare driver`, await compare(reading(mongo.store, PAGE), barePage, 16), null);
} finally {
  await mongo.close();
  await postgres.close();
}
const budgeted = results.filter(({ atLeast }) => atLeast !== null);
const missed = budgeted.filter(({ ratio, atLeast }) => ratio < atLeast);
process.stdout.write(`${budgeted.length - missed.length} of ${budgeted.length} ratios within their budget\n`);
process.exit(0);
