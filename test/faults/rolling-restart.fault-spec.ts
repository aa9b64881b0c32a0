import { rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiClient, askQuestions } from '../support/answer-writers.js';
import { temporaryFolder } from '../support/embedded-database.js';
import { ReadinessProxy } from '../support/readiness-proxy.js';
import { freePort, type RunningCairn, startCairn } from '../support/start-cairn.js';
import { startThrowawayPostgres, type ThrowawayPostgres } from '../support/throwaway-postgres.mjs';
import { writeToken } from '../support/write-token.js';

const ROUNDS = Number(process.env['CAIRN_FAULT_ROUNDS'] ?? 3);
const CLIENTS = 50;

async function startPostgres(port: number): Promise<ThrowawayPostgres> {
  return startThrowawayPostgres({ settings: { listen_addresses: '127.0.0.1', port: String(port) } });
}

/** Clients that read and write until `stop`, and note every answer that is not the one they asked for. */
class MixedClients {
  readonly failures: string[] = [];
  answered = 0;
  private going = true;
  private readonly done: Promise<unknown>;

  constructor(
    private readonly api: ApiClient,
    private readonly questions: readonly string[],
  ) {
    this.done = Promise.all(Array.from({ length: CLIENTS }, (_, client) => this.run(client)));
  }

  async stop(): Promise<void> {
    this.going = false;
    await this.done;
  }

  private async run(client: number): Promise<void> {
    for (let n = 0; this.going; n += 1) {
      const question = this.questions[(client + n) % this.questions.length]!;
      if (n % 5 === 0) await this.expect(201, 'POST', `/api/questions/${question}/answers`, { body: `Answer ${n} of client ${client}.` });
      else if (n % 5 === 1) await this.expect(200, 'GET', '/api/questions?sort=new');
      else await this.expect(200, 'GET', `/api/questions/${question}`);
    }
  }

  private async expect(status: number, method: string, path: string, body?: unknown): Promise<void> {
    try {
      const response = await this.api.send(method, path, body);
      const text = await response.text();
      if (response.status === status) this.answered += 1;
      else this.failures.push(`${method} ${path}: ${response.status} ${text.slice(0, 200)}`);
    } catch (error) {
      this.failures.push(`${method} ${path}: ${String((error as Error).cause ?? error)}`);
    }
  }
}

describe('two api processes on one PostgreSQL, drained in turn behind a proxy', () => {
  let root: string;
  let postgres: ThrowawayPostgres;
  let shared: Record<string, string>;
  const running: RunningCairn[] = [];

  beforeAll(async () => {
    root = temporaryFolder('rolling');
    const port = await freePort();
    postgres = await startPostgres(port);
    shared = { DATABASE_URL: `postgres://cairn@127.0.0.1:${port}/postgres`, CAIRN_SECRET: 'only for this test, and long enough', PUBLIC_URL: 'http://rolling.test' };
  }, 120_000);

  afterAll(async () => {
    await Promise.all(running.map((cairn) => cairn.kill()));
    await postgres.stop();
    rmSync(root, { recursive: true, force: true });
  });

  async function start(index: number, port: number): Promise<void> {
    running[index] = await startCairn({ program: 'api', dataDir: path.join(root, String(index)), port, env: shared });
  }

  /** Two processes behind a proxy, with clients at work; `work` gets hold of them, and what the clients saw is the answer. */
  async function underLoad(work: (proxy: ReadinessProxy, ports: readonly number[]) => Promise<void>, handle: string): Promise<MixedClients> {
    const ports = [await freePort(), await freePort()];
    for (const [index, port] of ports.entries()) await start(index, port);
    const proxy = new ReadinessProxy(running.map(({ url }) => url));
    const api = new ApiClient(await proxy.listen(), await writeToken(running[0]!, handle));
    const clients = new MixedClients(api, await askQuestions(api, 4));
    await sleep(500);
    await work(proxy, ports);
    await clients.stop();
    await proxy.close();
    await Promise.all(running.splice(0).map((cairn) => cairn.stop()));
    return clients;
  }

  it(`should answer every request of ${CLIENTS} clients over ${ROUNDS} rounds`, async () => {
    const clients = await underLoad(async (proxy, ports) => {
      for (let drain = 0; drain < ROUNDS * 2; drain += 1) {
        const index = drain % 2;
        const { url, stop } = running[index]!;
        expect(await stop()).toBe(0);
        await proxy.until(url, false);
        await start(index, ports[index]!);
        await proxy.until(url, true);
        await sleep(500);
      }
    }, 'drainer');
    process.stdout.write(`rolling restart: ${ROUNDS * 2} drains, ${clients.answered} requests answered\n`);
    expect(clients.failures).toEqual([]);
    expect(clients.answered).toBeGreaterThan(CLIENTS);
  });

  it('should be noticed when a process is killed instead of drained (control)', async () => {
    const clients = await underLoad(async (proxy) => {
      const { url, kill } = running[0]!;
      await kill();
      running.shift();
      await proxy.until(url, false);
    }, 'killer');
    expect(clients.failures.length).toBeGreaterThan(0);
  });
});
