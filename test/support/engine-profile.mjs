// The distributed profile of the end-to-end tests: every Cairn on the real servers, with databases, prefixes and a realm of its own.
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { realmOf } from '../../scripts/engines/keycloak.mjs';

const REQUIRED = ['DATABASE_URL', 'DATABASE_READ_URL', 'PGBOUNCER_URL', 'MONGODB_URI', 'REDIS_URL', 'REDIS_CACHE_URL', 'ELASTICSEARCH_URL', 'KEYCLOAK_URL', 'KEYCLOAK_CLIENT_SECRET', 'KEYCLOAK_ADMIN_PASSWORD'];

/** True when the tests run against scripts/engines' servers instead of the embedded ones. */
export const onEngines = process.env.CAIRN_PROFILE === 'engines';

function servers() {
  const missing = REQUIRED.filter((name) => !process.env[name]);
  if (missing.length > 0) throw new Error(`CAIRN_PROFILE=engines needs ${missing.join(', ')}: npm run check:engines sets them`);
  return process.env;
}

function withDatabase(url, name) {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

async function admin(url, ...statements) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let rows = [];
    for (const statement of statements) ({ rows } = await client.query(statement));
    return rows;
  } finally {
    await client.end();
  }
}

async function makeDatabase(name) {
  const { DATABASE_URL, DATABASE_READ_URL } = servers();
  const [found] = await admin(DATABASE_URL, `select from pg_database where datname = '${name}'`);
  if (found) return;
  await admin(DATABASE_URL, `create database ${name}`);
  // The replica makes it a moment later.
  for (let tries = 0; tries < 200; tries += 1) {
    const [copied] = await admin(DATABASE_READ_URL, `select from pg_database where datname = '${name}'`);
    if (copied) return;
    await sleep(50);
  }
  throw new Error(`the replica has no database ${name}`);
}

async function keycloak(method, path, body) {
  const { KEYCLOAK_URL: url, KEYCLOAK_ADMIN_PASSWORD: password } = servers();
  const form = new URLSearchParams({ grant_type: 'password', client_id: 'admin-cli', username: 'admin', password });
  const granted = await fetch(`${url}/realms/master/protocol/openid-connect/token`, { method: 'POST', body: form });
  const { access_token: token } = await granted.json();
  const options = { method, headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' } };
  if (body !== undefined) options.body = JSON.stringify(body);
  return fetch(`${url}/admin/realms${path}`, options);
}

async function required(answer, ...allowed) {
  if (!answer.ok && !allowed.includes(answer.status)) throw new Error(`Keycloak: ${answer.url} answers ${answer.status} ${await answer.text()}`);
  return answer;
}

/** A second start on the same folder finds its realm again; its clients then get the address it has now. */
async function makeRealm(name, publicUrl) {
  const { KEYCLOAK_CLIENT_SECRET } = servers();
  const realm = realmOf({ KEYCLOAK_REALM: name, KEYCLOAK_CLIENT_SECRET, CAIRN_PUBLIC_URL: publicUrl, CAIRN_BACKCHANNEL_URL: publicUrl });
  // Tests log in by the hundred.
  realm.passwordPolicy += ' and hashAlgorithm(pbkdf2-sha256) and hashIterations(1000)';
  const { status } = await required(await keycloak('POST', '', realm), 409);
  if (status !== 409) return;
  for (const client of realm.clients.filter(({ clientId }) => clientId.startsWith('cairn-'))) {
    const [{ id }] = await (await required(await keycloak('GET', `/${name}/clients?clientId=${client.clientId}`))).json();
    await required(await keycloak('PUT', `/${name}/clients/${id}`, { ...client, id }));
  }
}

async function forgetDocuments(name) {
  const { default: mongoose } = await import('mongoose');
  const client = new mongoose.mongo.MongoClient(servers().MONGODB_URI);
  try {
    await client.db(name).dropDatabase();
  } finally {
    await client.close();
  }
}

async function forgetKeys(url, prefix) {
  const { Redis } = await import('ioredis');
  const redis = new Redis(url);
  try {
    for await (const keys of redis.scanStream({ match: `${prefix}*`, count: 1_000 })) if (keys.length > 0) await redis.unlink(...keys);
  } finally {
    redis.disconnect();
  }
}

async function forgetIndices(prefix) {
  const { ELASTICSEARCH_URL: url } = servers();
  const indices = await (await fetch(`${url}/_cat/indices/${prefix}*?format=json&h=index`)).json();
  for (const { index } of indices) await fetch(`${url}/${index}`, { method: 'DELETE' });
}

/** What a Cairn with this data folder is started with: the same each time it is. */
export async function engineEnvironment(dataDir, publicUrl) {
  const env = servers();
  const name = nameOf(dataDir);
  await Promise.all([makeDatabase(name), makeRealm(name, publicUrl)]);
  const mongodb = new URL(env.MONGODB_URI);
  mongodb.pathname = `/${name}`;
  return {
    CAIRN_SECRET: createHash('sha256').update(name).digest('hex'),
    DATABASE_URL: withDatabase(env.PGBOUNCER_URL, name),
    DATABASE_DIRECT_URL: withDatabase(env.DATABASE_URL, name),
    DATABASE_READ_URL: withDatabase(env.DATABASE_READ_URL, name),
    DATABASE_PREPARED_STATEMENTS: 'false',
    MONGODB_URI: mongodb.href,
    REDIS_URL: env.REDIS_URL,
    REDIS_CACHE_URL: env.REDIS_CACHE_URL,
    REDIS_PREFIX: name,
    ELASTICSEARCH_URL: env.ELASTICSEARCH_URL,
    ELASTICSEARCH_INDEX_PREFIX: name,
    KEYCLOAK_URL: env.KEYCLOAK_URL,
    KEYCLOAK_REALM: name,
    KEYCLOAK_CLIENT_SECRET: env.KEYCLOAK_CLIENT_SECRET,
  };
}

function nameOf(dataDir) {
  return `e2e_${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`;
}

/** Takes everything of this Cairn off the servers. */
export async function forgetEngines(dataDir) {
  const { DATABASE_URL, REDIS_URL, REDIS_CACHE_URL } = servers();
  const name = nameOf(dataDir);
  await Promise.all([
    admin(DATABASE_URL, `drop database if exists ${name} with (force)`),
    forgetDocuments(name),
    forgetKeys(REDIS_URL, name),
    forgetKeys(REDIS_CACHE_URL, name),
    forgetIndices(name),
    keycloak('DELETE', `/${name}`).then((answer) => required(answer, 404)),
  ]);
}
