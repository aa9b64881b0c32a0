import { eventually } from '#libs/testing';
import { type EnginePort, type PortName, PORTS } from '../../src/platform/engines/ports.js';
import { EnginesUnderFault } from '../support/engines-under-fault.js';
import { closeListeners, LiveListener } from '../support/live-listener.js';
import { FormBrowser, logIn, newPerson, register, type SignedIn } from '../support/sign-in.js';
import { type Fault, FAULTS } from '../support/toxiproxy.js';

const CELLS: readonly Fault[] = process.env['CAIRN_FAULT_CELLS'] === 'all' ? FAULTS : ['refused'];
/** DESIGN §7: by itself, without a restart. */
const RECOVERY_MS = 30_000;
/** The first index is built in the background. */
const START_MS = 180_000;

interface Probe {
  /** Its name in /health/ready. */
  health: string;
  before?: () => Promise<unknown>;
  /** What is degraded, and how; what always works is asked besides. */
  whileDown: () => Promise<unknown>;
  /** What works again. */
  works: () => Promise<unknown>;
}

let site: EnginesUnderFault;

async function search(): Promise<{ items: { id: string }[]; degraded: boolean }> {
  const { status, body } = await site.call<{ items: { id: string }[]; degraded: boolean }>('GET', '/api/search?q=basalt&type=question&limit=100');
  expect(status).toBe(200);
  return body;
}

async function isHeardLive(): Promise<void> {
  const listener = await LiveListener.connect(site.cairn.url, { cookie: site.member.cookie, origin: site.cairn.url });
  try {
    await listener.join(`question:${site.question.id}`);
    expect(await site.answer()).toBe(201);
    await listener.hear('answer.posted.v1', ({ data }) => data['answerId'] === site.acknowledged.at(-1));
  } finally {
    closeListeners();
  }
}

const isLimited = async (): Promise<void> => expect((await site.call('GET', '/api/search?q=basalt')).headers.has('ratelimit')).toBe(true);
const writes = async (): Promise<void> => expect(await site.answer()).toBe(201);

let leaver: SignedIn;

/** A log-out that the issuer could not be told of is a job, wished for in our transaction. */
async function leaveWithoutIssuer(): Promise<void> {
  const issuer = site.proxyOf('KEYCLOAK_URL');
  await issuer.apply('refused');
  try {
    expect((await site.call('POST', '/auth/logout', { as: leaver })).status).toBeLessThan(400);
  } finally {
    await issuer.restore();
  }
}

/** What is promised of each port (DESIGN §7). One for every port: a new one does not compile without. */
const PROBES: Record<PortName, Probe> = {
  documents: {
    health: 'documents',
    whileDown: async () => expect(await site.answer()).toBe(503),
    works: writes,
  },
  jobs: {
    health: 'redis',
    before: async () => (leaver = await register(site.cairn.url, newPerson('leaver'))),
    whileDown: async () => {
      await writes();
      await leaveWithoutIssuer();
      await eventually(async () => expect([await site.waiting('event'), (await site.waiting('job')) > 0]).toEqual([0, true]), RECOVERY_MS);
    },
    works: async () => expect(await site.waiting('job')).toBe(0),
  },
  search: {
    health: 'elasticsearch',
    whileDown: async () => {
      const { items, degraded } = await search();
      expect([degraded, items.some(({ id }) => id === site.question.id)]).toEqual([true, true]);
      await writes();
    },
    works: async () => expect((await search()).degraded).toBe(false),
  },
  'sign-in': {
    health: 'keycloak',
    whileDown: async () => {
      expect((await site.call<{ member: unknown }>('GET', '/api/session')).body.member).not.toBeNull();
      await writes();
      // An issuer that has just answered is believed for two seconds.
      await eventually(async () => expect((await site.call('GET', '/auth/login', { as: null })).status).toBe(503), 5_000);
      const late = await logIn(site.cairn.url, site.member.person, { browser: new FormBrowser() }).catch((error: Error) => error.message);
      expect(late).toMatch(/^not signed in: 503 /);
    },
    works: () => logIn(site.cairn.url, site.member.person),
  },
  limits: { health: 'redis', whileDown: isLimited, works: async () => (await isLimited(), expect(await site.reader.clients('REDIS_URL')).toContain('cairn:redis')) },
  cache: { health: 'redis-cache', whileDown: writes, works: async () => expect(await site.reader.clients('REDIS_CACHE_URL')).toContain('cairn:redis-cache') },
  live: { health: 'redis', whileDown: isHeardLive, works: isHeardLive },
};

/** Whatever is down, as long as it is not PostgreSQL. */
async function alwaysWorks(): Promise<void> {
  const asGuest = { as: null };
  const answers = await Promise.all([
    site.call('GET', '/api/questions'),
    site.call('GET', '/api/questions?sort=score', asGuest),
    site.call('GET', `/api/questions/${site.cached.id}`, asGuest),
    site.call('GET', `/questions/${site.cached.id}/${site.cached.slug}`, { ...asGuest, headers: { accept: 'text/html' } }),
    site.call('GET', `/api/users/${site.member.person.handle}`),
    site.call('GET', '/api/tags', asGuest),
  ]);
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
}

/** The variable that leads to the other engine of a port. */
function variableOf({ engines }: EnginePort): string {
  return engines[1]!.variables[0]!;
}

async function cell(port: EnginePort & { name: PortName }, fault: Fault): Promise<void> {
  const { health, before, whileDown, works } = PROBES[port.name];
  await before?.();
  const proxy = site.proxyOf(variableOf(port));
  await proxy.apply(fault);
  try {
    // The first requests, before anybody has noticed: they may be refused, but they end.
    await Promise.all([alwaysWorks(), site.answer(), search()]);
    await eventually(async () => expect(await site.down()).toContain(health), RECOVERY_MS);
    await alwaysWorks();
    await whileDown();
  } finally {
    await proxy.restore();
  }
  await eventually(async () => {
    expect(await site.down()).not.toContain(health);
    await works();
  }, RECOVERY_MS);
}

const movable = PORTS.filter(({ engines }) => engines.length > 1);
const variables = [...new Set(movable.map(variableOf))];

async function start(env?: Record<string, string>): Promise<void> {
  site = await EnginesUnderFault.start(variables, env);
  await eventually(async () => expect([await site.down(), (await search()).degraded]).toEqual([[], false]), START_MS);
}

describe('when an engine is down', () => {
  beforeAll(() => start());
  afterAll(async () => {
    process.stdout.write(`engines down: the slowest 503 took ${Math.round(site.slowestRefusalMs)} ms\n`);
    await site.stop();
  });

  describe.each(movable)('$name: $whenDown', (port) => {
    it.each(CELLS)('should degrade alone and come back: %s', (fault) => cell(port, fault));
  });

  it('should have lost no answer that was acknowledged', async () => {
    const ids = [...site.acknowledged].sort();
    expect(ids.length).toBeGreaterThan(CELLS.length);
    expect((await site.reader.texts('answers', ids)).map(({ id }) => id)).toEqual(ids);
    for (const id of ids) expect((await site.call('GET', `/api/answers/${id}`)).status).toBe(200);
  });

  it('should be noticed when nothing is broken (control)', async () => {
    for (const probe of [PROBES.documents, PROBES.search, PROBES['sign-in']]) await expect(probe.whileDown()).rejects.toThrow();
  });
});

describe('when an engine is down and its fall-back is taken out (control)', () => {
  beforeAll(() => start({ CAIRN_TEST_BUILD: 'true', CAIRN_TEST_BREAK: 'search-fallback' }));
  afterAll(() => site.stop());

  it('should be noticed', async () => {
    await expect(cell(movable.find(({ name }) => name === 'search')!, 'refused')).rejects.toThrow(/503/);
  });
});
