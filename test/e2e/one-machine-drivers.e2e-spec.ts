import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { cairnCli, type RunningCairn, startCairn } from '../support/start-cairn.js';

/** Also where the other end-to-end tests have every engine. */
const ONE_MACHINE = Object.fromEntries(
  ['DATABASE_URL', 'DATABASE_DIRECT_URL', 'DATABASE_READ_URL', 'DATABASE_PREPARED_STATEMENTS', 'MONGODB_URI', 'REDIS_URL', 'REDIS_CACHE_URL', 'REDIS_PREFIX', 'ELASTICSEARCH_URL', 'ELASTICSEARCH_INDEX_PREFIX', 'KEYCLOAK_URL', 'KEYCLOAK_REALM', 'KEYCLOAK_CLIENT_SECRET'].map((name) => [name, '']),
);
const DRIVERS = ['mongoose', 'mongodb', 'ioredis', '@elastic/elasticsearch', '@elastic/transport', 'keycloak-connect', 'minio', '@platformatic/kafka'];
/** Its grant manager holds the tokens of both issuers against the same rules (DESIGN §1); it reaches nobody. */
const ON_PURPOSE = new Set(['keycloak-connect']);

describe('the program on one machine', () => {
  let folder: string;
  let cairn: RunningCairn | undefined;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'cairn-packages-'));
    const hook = pathToFileURL(path.resolve(import.meta.dirname, '../support/record-modules.mjs')).href;
    cairn = await startCairn({ env: { ...ONE_MACHINE, NODE_OPTIONS: `--import=${hook}`, CAIRN_TEST_PACKAGES: path.join(folder, 'packages') } });
  });
  afterAll(async () => {
    await cairn?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  function packages(): Set<string> {
    return new Set(readFileSync(path.join(folder, 'packages'), 'utf8').split('\n'));
  }

  it('should load no driver of an engine that it does not have, in the server, the worker and the command line', async () => {
    expect((await fetch(`${cairn!.url}/api/questions`)).status).toBe(200);
    await cairnCli(cairn!, ['doctor', '--json']);
    const loaded = packages();
    expect(DRIVERS.filter((driver) => loaded.has(driver) && !ON_PURPOSE.has(driver))).toEqual([]);
  });

  it('should be seen loading those that it has (control)', () => {
    expect([...packages()]).toEqual(expect.arrayContaining(['pg', 'bullmq', 'fastify', 'socket.io']));
  });
});
