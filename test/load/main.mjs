// `npm run load`: how close the program comes to what this machine can do at all. Ratios of one run, to compare with the budgets;
// the numbers themselves say nothing about another machine. LOAD_SECONDS (3) is the length of one round.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { root } from '../../scripts/lib/root.mjs';
import { step } from '../../scripts/lib/steps.mjs';
import { best, compare, measure, ROUNDS } from './measure.mjs';
import { Site } from './site.mjs';

const SECONDS = Number(process.env.LOAD_SECONDS ?? 3);
const WRITERS = 16;
const ONLINE = 5_000;
/** A process that has had nothing to do for ten seconds gives memory back. */
const QUIET_MS = 20_000;
const BODY = 'It depends on the season: in winter they guide you over the snow, in summer they are a place to rest and to add a stone of your own.';
const COPIED = ['content-type', 'content-encoding', 'cache-control', 'etag', 'vary', 'content-security-policy'];
const ENCODINGS = { 'accept-encoding': 'br, gzip' };

const results = [];

function record(name, ratio, atLeast, detail) {
  results.push({ name, ratio, atLeast, detail });
  const mark = ratio >= atLeast ? '✓' : '✗';
  process.stdout.write(`${mark} ${name.padEnd(42)} ${ratio.toFixed(3)} (budget ${atLeast})  ${detail}\n`);
}

async function startBaseline() {
  const child = fork(path.join(root, 'test/load/bare-fastify.mjs'));
  const [{ port }] = await once(child, 'message');
  return { child, url: `http://127.0.0.1:${port}` };
}

/** Makes the bare Fastify answer what our address answers, byte for byte as it travels. */
async function copy(baseline, url, headers) {
  const answer = await fetch(url, { headers });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  const body = await travelling(url, headers);
  const copied = Object.fromEntries(COPIED.flatMap((name) => (answer.headers.has(name) ? [[name, answer.headers.get(name)]] : [])));
  baseline.child.send({ headers: copied, body: body.toString('base64') });
  await once(baseline.child, 'message');
  return body.length;
}

async function travelling(url, headers) {
  const { request } = await import('node:http');
  return new Promise((resolve, reject) => {
    request(url, { headers }, (response) => {
      response.toArray().then((chunks) => resolve(Buffer.concat(chunks)), reject);
    })
      .on('error', reject)
      .end();
  });
}

async function reading(site, baseline, { name, paths, atLeast, headers = {} }) {
  const all = { ...ENCODINGS, ...headers };
  const bytes = await copy(baseline, site.url + paths[0], all);
  const { ours, ceiling } = await compare(
    { url: site.url, requests: paths.map((each) => ({ path: each })), headers: all },
    { url: baseline.url, requests: [{ path: '/' }], headers: all },
  );
  const detail = `${Math.round(ours.perSecond)} of ${Math.round(ceiling.perSecond)} req/s, ${(bytes / 1024).toFixed(1)} KB, p99 ${ours.p99} ms`;
  record(name, ours.perSecond / ceiling.perSecond, atLeast, detail);
}

async function pages(site, token) {
  const { id, slug } = await site.busyQuestion();
  const [{ handle }] = await site.rows('select handle from users.members order by created_at limit 1');
  const words = await site.rows(
    `select w[1] as a, w[2] as b from (select array(select x from unnest(string_to_array(body, ' ')) x where length(x) > 4 limit 2) as w
     from documents.versions where collection = 'answers' order by id limit 400) t where cardinality(w) = 2`,
  );
  const signedIn = { authorization: `Bearer ${token}` };
  return [
    { name: 'guest, question page (API, 20 answers)', paths: [`/api/questions/${id}/answers?limit=20`], atLeast: 0.2 },
    { name: 'guest, question (API)', paths: [`/api/questions/${id}`], atLeast: 0.2 },
    { name: 'guest, question page (HTML, 20 answers)', paths: [`/questions/${id}/${slug}`], atLeast: 0.2, headers: { accept: 'text/html' } },
    { name: 'guest, question list (API)', paths: ['/api/questions'], atLeast: 0.2 },
    { name: 'guest, question list (HTML)', paths: ['/questions'], atLeast: 0.2, headers: { accept: 'text/html' } },
    { name: 'signed in, question page (API, 20 answers)', paths: [`/api/questions/${id}/answers?limit=20`], atLeast: 0.04, headers: signedIn },
    { name: 'signed in, profile (API)', paths: [`/api/users/${handle}`], atLeast: 0.05, headers: signedIn },
    { name: 'signed in, search with two words (API)', paths: words.map(({ a, b }) => `/api/search?q=${a}+${b}`), atLeast: 0.015, headers: signedIn },
  ];
}

const STATEMENTS = new Set(['documents.insert', 'answers.insert', 'events.outbox-add', 'questions.add-answer', 'pages.bump']);

/** The very texts that the program sends. */
async function statementTexts() {
  await import(path.join(root, 'dist/src/platform/api.module.js'));
  await import(path.join(root, 'dist/libs/documents/src/adapters/postgres/index.js'));
  const { declaredStatements } = await import(path.join(root, 'dist/libs/persistence/src/index.js'));
  return Object.fromEntries(declaredStatements().filter(({ name }) => STATEMENTS.has(name)).map(({ name, text }) => [name, text]));
}

async function helper(file, input) {
  const child = fork(path.join(root, 'test/load', file));
  child.send(input);
  const [message] = await once(child, 'message');
  return { child, message };
}

const posting = (site, token, questions) => ({
  url: site.url,
  connections: WRITERS,
  headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  requests: questions.map((id) => ({ method: 'POST', path: `/api/questions/${id}/answers`, body: JSON.stringify({ body: BODY }) })),
});

/** So many rounds of each, in turns, so that whatever else the machine does meets both; the best of each counts, as for reading. */
async function inTurns(site, ...loads) {
  const rounds = loads.map(() => []);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [at, load] of loads.entries()) {
      // What one round has left to do must not burden the next.
      await site.caughtUp();
      rounds[at].push(await load());
    }
  }
  return rounds.map(best);
}

async function writes(site, token) {
  // Not the busy one: pages that were measured stay as they are.
  const questions = (await site.rows('select id from questions.questions order by created_at desc limit 2000')).map((row) => row.id);
  const [{ id: authorId }] = await site.rows('select id from users.members order by created_at limit 1');
  const input = { connection: site.postgres.connection, statements: await statementTexts(), questions, authorId, body: BODY, connections: WRITERS, seconds: SECONDS };
  const load = posting(site, token, questions);
  const [raw, alone] = await inTurns(site, async () => (await helper('raw-answers.mjs', input)).message, () => measure(load));
  record('an answer written, against raw pg', alone.perSecond / raw.perSecond, 0.45, `${Math.round(alone.perSecond)} of ${Math.round(raw.perSecond)} answers/s, p99 ${alone.p99} ms`);
  const tokens = await site.tokens(ONLINE);
  let crowd;
  await step(`${ONLINE} members come online`, async () => void (crowd = await helper('online.mjs', { url: site.url, tokens, questions })));
  const [crowded] = await inTurns(site, () => measure(load));
  record(`the same with ${ONLINE} members online`, crowded.perSecond / alone.perSecond, 0.9, `${Math.round(crowded.perSecond)} of ${Math.round(alone.perSecond)} answers/s, p99 ${crowded.p99} ms`);
  crowd.child.disconnect();
  await once(crowd.child, 'exit');
}

const site = await Site.open();
const baseline = await startBaseline();
try {
  const [token] = await site.tokens(1);
  for (const page of await pages(site, token)) await reading(site, baseline, page);
  const busy = site.memory();
  await sleep(QUIET_MS);
  const { api, worker } = site.memory();
  process.stdout.write(`  memory after these: API ${api} MB (budget 200), worker ${worker} MB (budget 150); the moment they ended ${busy.api} and ${busy.worker} MB\n`);
  await writes(site, token);
} finally {
  baseline.child.disconnect();
  await site.close();
}
const missed = results.filter(({ ratio, atLeast }) => ratio < atLeast);
process.stdout.write(`${results.length - missed.length} of ${results.length} ratios within their budget\n`);
process.exit(0);
