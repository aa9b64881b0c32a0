import { rmSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { temporaryFolder } from './embedded-database.js';
import { engineEnvironment, forgetEngines } from './engine-profile.mjs';
import { EnginesReader } from './engines-reader.js';
import { newPerson, register, type SignedIn } from './sign-in.js';
import { freePort, type RunningCairn, startCairn } from './start-cairn.js';
import { Toxiproxy } from './toxiproxy.js';

/** No answer after so long is a hang. */
const HANG_MS = 5_000;
/** DESIGN §7: a refusal comes within this, and what the slowest request took on this machine when nothing was wrong. */
const REFUSED_WITHIN_MS = 2_000;
/** Cairn reaches Keycloak here, browsers where it is: the token names that. */
const REACHED_BY: Record<string, string> = { KEYCLOAK_URL: 'KEYCLOAK_BACKCHANNEL_URL' };

interface Call {
  /** Null: a guest. */
  as?: SignedIn | null;
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Reply<T = Record<string, unknown>> {
  status: number;
  headers: Headers;
  body: T;
}

/** A Cairn on all engines, each behind a Toxiproxy, with somebody at work on it. Every answer is held to: no 500, no hang, no 503 that is late or without Retry-After. */
export class EnginesUnderFault {
  /** Answers whose 201 has arrived. */
  readonly acknowledged: string[] = [];
  member!: SignedIn;
  question!: { id: string; slug: string };
  /** A page that guests have read. */
  cached!: { id: string; slug: string };
  /** How long the slowest 503 took. */
  slowestRefusalMs = 0;
  private isSettled = false;
  /** The slowest request before anything was broken. */
  private soundMs = 0;
  private readonly root: string;

  private constructor(
    readonly cairn: RunningCairn,
    private readonly proxies: ReadonlyMap<string, Toxiproxy>,
    readonly reader: EnginesReader,
  ) {
    this.root = path.dirname(cairn.dataDir);
  }

  /** @param variables of the engines to put a proxy before */
  static async start(variables: readonly string[], env: Record<string, string> = {}): Promise<EnginesUnderFault> {
    const dataDir = path.join(temporaryFolder('engines-down'), 'data');
    const port = await freePort();
    const direct = await engineEnvironment(dataDir, `http://127.0.0.1:${port}`);
    const proxies = new Map<string, Toxiproxy>();
    const proxied: Record<string, string> = {};
    for (const variable of variables) {
      const url = new URL(direct[variable]!);
      const proxy = await Toxiproxy.before(`${variable}-${port}`, url.host);
      url.host = proxy.host;
      // Members of a replica set are found by the address they give themselves, past the proxy.
      if (variable === 'MONGODB_URI') url.search = 'directConnection=true';
      proxies.set(variable, proxy);
      proxied[REACHED_BY[variable] ?? variable] = url.href.replace(/\/$/, '');
    }
    const cairn = await startCairn({ dataDir, port, env: { CAIRN_DEMO: 'false', ...proxied, ...env } });
    const site = new EnginesUnderFault(cairn, proxies, new EnginesReader(cairn));
    await site.settle();
    return site;
  }

  async stop(): Promise<void> {
    await this.reader.close();
    await this.cairn.stop();
    for (const proxy of this.proxies.values()) await proxy.remove();
    await forgetEngines(this.cairn.dataDir);
    rmSync(this.root, { recursive: true, force: true });
  }

  proxyOf(variable: string): Toxiproxy {
    return this.proxies.get(variable)!;
  }

  /** @throws on a 500, on a 503 that is late or without Retry-After, and when there is no answer in 5 s */
  async call<T = Record<string, unknown>>(method: string, url: string, { as = this.member, body, headers = {} }: Call = {}): Promise<Reply<T>> {
    const started = performance.now();
    const credentials: Record<string, string> = as ? { cookie: as.cookie, origin: new URL(this.cairn.url).origin } : {};
    const answer = await fetch(this.cairn.url + url, {
      method,
      headers: { ...credentials, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
      redirect: 'manual',
      signal: AbortSignal.timeout(HANG_MS),
    }).catch((error: Error) => {
      throw new Error(`${method} ${url}: ${error.name === 'TimeoutError' ? `no answer in ${HANG_MS} ms` : ((error.cause as Error | undefined) ?? error).message}`);
    });
    const text = await answer.text();
    this.judge(`${method} ${url}`, answer.status, performance.now() - started);
    const isFine = answer.status < 500 || (answer.status === 503 && answer.headers.has('retry-after'));
    if (!isFine) throw new Error(`${method} ${url} answers ${answer.status} (Retry-After ${answer.headers.get('retry-after')}): ${text.slice(0, 500)}`);
    return { status: answer.status, headers: answer.headers, body: (/json/.test(answer.headers.get('content-type') ?? '') ? JSON.parse(text) : text) as T };
  }

  /** Posts an answer; what is acknowledged is remembered. @returns the status */
  async answer(): Promise<number> {
    const { status, body } = await this.call<{ id: string }>('POST', `/api/questions/${this.question.id}/answers`, { body: { body: `Answer ${this.acknowledged.length} to basalt.` } });
    if (status === 201) this.acknowledged.push(body.id);
    return status;
  }

  /** The names of checks that /health/ready says are down. @throws when it is not ready */
  async down(): Promise<string[]> {
    const { status, body } = await this.call<{ checks: { name: string; ok: boolean }[] }>('GET', '/health/ready', { as: null });
    if (status !== 200) throw new Error(`not ready: ${JSON.stringify(body)}`);
    return body.checks.filter(({ ok }) => !ok).map(({ name }) => name);
  }

  /** How many events or jobs wait to be handed on. */
  async waiting(kind: 'event' | 'job'): Promise<number> {
    const client = new pg.Client({ connectionString: this.cairn.env['DATABASE_DIRECT_URL'] });
    await client.connect();
    try {
      const { rows } = await client.query<{ n: number }>('select count(*)::int as n from events.outbox where kind = $1', [kind]);
      return rows[0]!.n;
    } finally {
      await client.end();
    }
  }

  private judge(request: string, status: number, tookMs: number): void {
    if (!this.isSettled) this.soundMs = Math.max(this.soundMs, tookMs);
    if (status !== 503) return;
    this.slowestRefusalMs = Math.max(this.slowestRefusalMs, tookMs);
    if (tookMs > REFUSED_WITHIN_MS + this.soundMs) throw new Error(`${request} was refused after ${Math.round(tookMs)} ms; ${REFUSED_WITHIN_MS} are promised, and a sound request took up to ${Math.round(this.soundMs)}`);
  }

  private async settle(): Promise<void> {
    this.member = await register(this.cairn.url, newPerson('faulty'));
    const ask = async (title: string) => (await this.call<{ id: string; slug: string }>('POST', '/api/questions', { body: { title, body: 'It is a dark rock, basalt.', tags: ['rocks'] } })).body;
    this.question = await ask('What is basalt good for?');
    this.cached = await ask('Where is basalt found, mostly?');
    for (const url of [`/api/questions/${this.cached.id}`, `/questions/${this.cached.id}/${this.cached.slug}`]) await this.call('GET', url, { as: null });
    this.isSettled = true;
  }
}
