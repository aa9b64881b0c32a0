import { MemoryLogger } from '#libs/observability/testing';
import { StartupError } from '#libs/persistence';
import { eventually, testDatabase, type TestDatabase } from '#libs/testing';
import { ActiveEngines } from './active-engines.js';

type Variables = Record<string, string>;
const MONGODB = { MONGODB_URI: 'mongodb://db.invalid' };
const KEYCLOAK = { KEYCLOAK_URL: 'https://id.invalid', KEYCLOAK_REALM: 'cairn', KEYCLOAK_CLIENT_SECRET: 'secret' };

describe('ActiveEngines', () => {
  let db: TestDatabase;
  const opened: ActiveEngines[] = [];
  beforeEach(async () => {
    db = await testDatabase();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((engines) => engines.stop()));
    await db.drop();
  });

  async function start(variables: Variables = {}, undrained = 0, mayChange = true): Promise<ActiveEngines> {
    const settings = { mayChange, valueOf: (variable: string) => variables[variable], countUndrained: () => Promise.resolve(undrained) };
    const engines = await ActiveEngines.open({ role: 'api', connections: db.direct, reader: db.reader, logger: new MemoryLogger(), settings });
    opened.push(engines);
    return engines;
  }

  async function ask(): Promise<void> {
    await db.query(`insert into questions.questions (id, slug, title, excerpt, tags, created_at, last_activity_at)
      values (gen_random_uuid(), 's', 'Title of a question', '', '{}', now(), now())`);
  }

  it('should write what an empty site starts with, for every process the same', async () => {
    const first = await start(MONGODB);
    expect([first.engineOf('documents'), first.engineOf('search'), first.labelOf('jobs')]).toEqual(['mongodb', 'postgres', 'BullMQ on PostgreSQL']);
    expect((await start(MONGODB)).engineOf('documents')).toBe('mongodb');
    expect(await db.query(`select count(*)::int as n from platform.active_engines`)).toEqual([{ n: 7 }]);
  });

  it('should decide once when ten processes start at once', async () => {
    const all = await Promise.all(Array.from({ length: 10 }, () => start(MONGODB)));
    expect(new Set(all.map((engines) => `${engines.engineOf('documents')} ${engines.rowOf('documents').epoch}`))).toEqual(new Set(['mongodb 1']));
  });

  it('should not move a filled site by a URL, and say how to', async () => {
    await start();
    await ask();
    const engines = await start(MONGODB);
    expect(engines.engineOf('documents')).toBe('postgres');
    expect(engines.notes).toEqual([expect.stringContaining('cairn move documents --to mongodb')]);
  });

  it('should change nothing for a command, whatever it has set or lacks', async () => {
    const search = { ELASTICSEARCH_URL: 'http://search.invalid' };
    const site = await start(search);
    const poor = await start({}, 0, false);
    expect([poor.engineOf('search'), poor.notes]).toEqual(['postgres', []]);
    await start({ ...search, ...MONGODB }, 0, false);
    await site.refresh();
    expect([site.engineOf('search'), site.engineOf('documents')]).toEqual(['elasticsearch', 'postgres']);
  });

  it('should refuse to start without the URL of the active engine, naming every port at once', async () => {
    await start({ ...MONGODB, ...KEYCLOAK });
    await ask();
    await db.query(`insert into users.members (id, handle, display_name, role, created_at, updated_at) values (gen_random_uuid(), 'ada', 'Ada', 'learner', now(), now())`);
    const refused = start();
    await expect(refused).rejects.toThrow(StartupError);
    await expect(refused).rejects.toThrow(/MONGODB_URI is not set[^]+KEYCLOAK_URL[^]+Fix: set MONGODB_URI[^]+SIGN_IN_ENGINE=builtin/);
  });

  it('should return what can be rebuilt to the first engine', async () => {
    await start({ ELASTICSEARCH_URL: 'http://search.invalid', REDIS_CACHE_URL: 'redis://cache.invalid' });
    await ask();
    const engines = await start();
    expect([engines.engineOf('search'), engines.engineOf('cache')]).toEqual(['postgres', 'in-process']);
    expect(engines.notes).toEqual([expect.stringContaining('search returns to PostgreSQL'), expect.stringContaining('cache returns to this process')]);
  });

  it.each([[0, 'redis'], [3, 'postgres']])('should switch the queue at start when %d jobs wait: %s', async (undrained, engine) => {
    await start();
    expect((await start({ REDIS_URL: 'redis://jobs.invalid' }, undrained)).engineOf('jobs')).toBe(engine);
  });

  it('should not switch the queue while a worker runs', async () => {
    await start();
    const worker = await db.direct.connect('relay');
    expect((await start({ REDIS_URL: 'redis://jobs.invalid' })).engineOf('jobs')).toBe('postgres');
    await worker.close();
    await eventually(async () => expect((await start({ REDIS_URL: 'redis://jobs.invalid' })).engineOf('jobs')).toBe('redis'));
  });

  it.each<[string, Variables, 'postgres' | 'mongodb']>([['by NOTIFY', MONGODB, 'postgres'], ['by looking', {}, 'mongodb']])('should follow a switch in a running process: %s', async (_how, variables, engine) => {
    const [here, there] = [await start(variables), await start(variables)];
    const changes: string[] = [];
    there.onChange((port) => changes.push(`${port} ${there.engineOf(port)}`));
    there.start();
    expect(await here.switchTo('documents', engine)).toBe(true);
    expect(await here.switchTo('documents', engine)).toBe(false);
    await eventually(async () => expect(changes).toEqual([`documents ${engine}`]));
    expect(there.rowOf('documents').epoch).toBe(2);
  });

  it('should name a schema that is too old', async () => {
    await db.query('drop schema platform cascade');
    await expect(start()).rejects.toThrow(/older than this program[^]+cairn migrate/);
  });
});
