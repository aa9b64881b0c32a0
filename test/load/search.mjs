// `node test/load/search.mjs`: what our engine call costs on top of the bare client's call with the same body. Needs ELASTICSEARCH_URL and a
// build (`npm run build`). LOAD_DOCUMENTS (20000) and LOAD_SEARCHES (1000) set the size. A ratio of one run; the numbers mean nothing elsewhere.
import { randomBytes, randomUUID } from 'node:crypto';
import path from 'node:path';
import { Client } from '@elastic/elasticsearch';
import { root } from '../../scripts/lib/root.mjs';

const BUDGET = 1.5;
const DOCUMENTS = Number(process.env.LOAD_DOCUMENTS ?? 20_000);
const SEARCHES = Number(process.env.LOAD_SEARCHES ?? 1_000);
const WORDS = 3_000;
const url = process.env.ELASTICSEARCH_URL;
if (!url) throw new Error('ELASTICSEARCH_URL is not set: `npm run engines -- up elasticsearch` starts a server and says where');

const built = (file) => import(path.join(root, 'dist', file));
const { ElasticsearchSearchEngine } = await built('libs/search-engine/src/adapters/elasticsearch/index.js');
const { searchBody } = await built('libs/search-engine/src/adapters/elasticsearch/search-body.js');
const { QueryWords } = await built('libs/search-engine/src/adapters/elasticsearch/query-words.js');

/** As in any language: word n comes up about once in n. */
const word = () => `wort${Math.floor(WORDS ** Math.random())}`;
const words = (count) => Array.from({ length: count }, word).join(' ');
const median = (times) => times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
const query = (text) => ({ text, phrases: [], types: ['question', 'answer', 'user'], tags: [], excludedTags: [], sort: 'relevance', audiences: ['public'], limit: 20 });

async function timed(times, call) {
  const started = performance.now();
  await call();
  times.push(performance.now() - started);
}

function document(n) {
  return {
    type: 'question', id: randomUUID(), version: 1, title: words(8), text: words(120), tags: [word()], authorId: null, audience: 'public', state: 'live',
    score: n % 40, isAnswered: n % 2 === 0, createdAt: new Date(1_700_000_000_000 + n * 60_000),
  };
}

const prefix = `load-${randomBytes(4).toString('hex')}`;
const clock = { now: () => new Date() };
const engine = new ElasticsearchSearchEngine({ url, prefix, clock, onRejected: async () => undefined });
const client = new Client({ node: url, maxRetries: 0, requestTimeout: 60_000, enableMetaHeader: false });
try {
  const build = await engine.build();
  for (let n = 0; n < DOCUMENTS; n += 500) await build.put(Array.from({ length: 500 }, (_, i) => document(n + i)));
  await build.activate();
  const [ours, bare] = [[], []];
  for (let n = 0; n < SEARCHES; n += 1) {
    const asked = query(words(2));
    const body = searchBody(asked, 'relevance', new QueryWords(asked.text, []), 'exact', null);
    const calls = [() => timed(ours, () => engine.search(asked)), () => timed(bare, () => client.search({ index: `${prefix}-search`, ...body }))];
    // In turns, so that neither always finds the other's pages warm.
    for (const call of n % 2 === 0 ? calls : calls.toReversed()) await call();
  }
  // The first ones warm up.
  const [mine, theirs] = [ours, bare].map((times) => median(times.slice(SEARCHES / 5)));
  const ratio = mine / theirs;
  process.stdout.write(`${ratio <= BUDGET ? '✓' : '✗'} search, p50 of our engine call against the bare client  ${ratio.toFixed(2)} (budget ${BUDGET})  ${mine.toFixed(2)} ms, bare ${theirs.toFixed(2)} ms, ${DOCUMENTS} documents\n`);
} finally {
  await engine.close();
  for (const index of Object.keys(await client.indices.get({ index: `${prefix}-*` }))) await client.indices.delete({ index });
  await client.close();
}
process.exit(0);
