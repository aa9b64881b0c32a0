import { Client } from '@elastic/elasticsearch';
import { Redis } from 'ioredis';
import mongoose from 'mongoose';
import { engineUrl } from '#libs/testing';
import type { RunningCairn } from './start-cairn.js';

export interface StoredText {
  id: string;
  version: number;
  body: string;
}

/** What one search may answer. */
const AT_ONCE = 1_000;

type RedisVariable = 'REDIS_URL' | 'REDIS_CACHE_URL';

/** What the real servers hold of one Cairn: read by their own drivers, past Cairn and past every proxy between. */
export class EnginesReader {
  private readonly mongo = new mongoose.mongo.MongoClient(engineUrl('MONGODB_URI'), { serverSelectionTimeoutMS: 5_000 });
  private readonly elastic = new Client({ node: engineUrl('ELASTICSEARCH_URL'), maxRetries: 0 });
  private readonly redis: Record<RedisVariable, Redis> = { REDIS_URL: open('REDIS_URL'), REDIS_CACHE_URL: open('REDIS_CACHE_URL') };

  constructor(private readonly cairn: Pick<RunningCairn, 'env'>) {}

  async close(): Promise<void> {
    for (const redis of Object.values(this.redis)) redis.disconnect();
    await Promise.all([this.mongo.close(), this.elastic.close()]);
  }

  /** Every version of these texts, oldest first. */
  async texts(collection: string, ids: readonly string[]): Promise<StoredText[]> {
    const database = new URL(this.setting('MONGODB_URI')).pathname.slice(1);
    const rows = this.mongo.db(database).collection<StoredText>(collection).find({ id: { $in: [...ids] } }, { projection: { _id: 0, id: 1, version: 1, body: 1 } });
    return rows.sort({ id: 1, version: 1 }).toArray();
  }

  /** Takes an answer's texts and its entry in the index away, as a server that forgets would. */
  async lose(answer: string): Promise<void> {
    await this.loseText('answers', answer);
    await this.elastic.deleteByQuery({ index: await this.refresh(), query: { term: { id: answer } }, refresh: true });
  }

  async loseText(collection: string, id: string): Promise<void> {
    const database = new URL(this.setting('MONGODB_URI')).pathname.slice(1);
    await this.mongo.db(database).collection(collection).deleteMany({ id });
  }

  /** Those of these ids that the index holds, whatever their state, with the text that it holds of each. */
  async indexed(ids: readonly string[]): Promise<Map<string, string>> {
    const index = await this.refresh();
    const found = new Map<string, string>();
    for (let from = 0; from < ids.length; from += AT_ONCE) {
      const some = ids.slice(from, from + AT_ONCE);
      const { hits } = await this.elastic.search<{ id: string; passage: string }>({ index, size: AT_ONCE, query: { terms: { id: some } } });
      for (const { _source: source } of hits.hits) found.set(source!.id, source!.passage);
    }
    return found;
  }

  /** Makes everything written so far visible to searches. @returns the index that they read */
  async refresh(): Promise<string> {
    const index = `${this.setting('ELASTICSEARCH_INDEX_PREFIX')}-search`;
    await this.elastic.indices.refresh({ index });
    return index;
  }

  /** Keys of this Cairn that begin with `kind`, without its prefix. */
  async keys(variable: RedisVariable, kind: string): Promise<string[]> {
    const prefix = `${this.setting('REDIS_PREFIX')}:`;
    const found: string[] = [];
    for await (const keys of this.redis[variable].scanStream({ match: `${prefix}${kind}*`, count: 1_000 })) found.push(...(keys as string[]));
    return found.map((key) => key.slice(prefix.length));
  }

  /** What is sent on a channel of this Cairn while `work` runs. */
  async heard(channel: string, work: () => Promise<unknown>): Promise<string[]> {
    const listener = this.redis.REDIS_URL.duplicate();
    const messages: string[] = [];
    listener.on('message', (_, message: string) => messages.push(message));
    try {
      await listener.subscribe(`${this.setting('REDIS_PREFIX')}:${channel}`);
      await work();
      return messages;
    } finally {
      listener.disconnect();
    }
  }

  /** Names of the clients that are connected. */
  async clients(variable: RedisVariable): Promise<string[]> {
    const list = (await this.redis[variable].client('LIST')) as string;
    return [...list.matchAll(/ name=(\S+)/g)].map((match) => match[1]!);
  }

  /** The account of this user name, as the realm's administrator sees it. */
  async account(username: string): Promise<{ id: string; username: string; email: string } | undefined> {
    const answer = await this.keycloak('GET', `users?${new URLSearchParams({ username, exact: 'true' })}`);
    const [found] = (await answer.json()) as { id: string; username: string; email: string }[];
    return found;
  }

  /** Takes the account of this user name away, as a server that forgets would. */
  async forget(username: string): Promise<void> {
    const account = await this.account(username);
    await this.keycloak('DELETE', `users/${account!.id}`);
  }

  private async keycloak(method: string, path: string): Promise<Response> {
    const url = engineUrl('KEYCLOAK_URL');
    const form = new URLSearchParams({ grant_type: 'password', client_id: 'admin-cli', username: 'admin', password: engineUrl('KEYCLOAK_ADMIN_PASSWORD') });
    const granted = await fetch(`${url}/realms/master/protocol/openid-connect/token`, { method: 'POST', body: form });
    const { access_token: token } = (await granted.json()) as { access_token: string };
    return fetch(`${url}/admin/realms/${this.setting('KEYCLOAK_REALM')}/${path}`, { method, headers: { authorization: `Bearer ${token}` } });
  }

  private setting(variable: string): string {
    const value = this.cairn.env[variable];
    if (value === undefined) throw new Error(`this Cairn runs without ${variable}: start it with CAIRN_PROFILE=engines`);
    return value;
  }
}

function open(variable: RedisVariable): Redis {
  const redis = new Redis(engineUrl(variable), { maxRetriesPerRequest: 1 });
  // A server that a test has killed; the command that needs it says so.
  return redis.on('error', () => undefined);
}
