import { type EnginePort, portOf, PORTS } from '../ports.js';
import { decideEngine, type PortFacts } from './decide-engine.js';
import type { EngineRow } from './engine-rows.js';

const MAY_RETURN = new Set<string>(['follow', 'rebuild']);
const ALL_SET = new Set(PORTS.flatMap((port: EnginePort) => port.engines.flatMap((engine) => engine.variables)));

function facts(overrides: Partial<PortFacts> & { set?: boolean } = {}): PortFacts {
  return { isSet: (variable) => (overrides.set ?? false) && ALL_SET.has(variable), isFilled: true, isDrained: null, decision: undefined, ...overrides };
}

function row(port: string, engine: string, overrides: Partial<EngineRow> = {}): EngineRow {
  return { port, engine, epoch: 3, state: 'settled', target: null, copies: [], ...overrides };
}

describe.each(PORTS.map((port: EnginePort) => [port.name, port] as const))('the engine of %s', (name, port) => {
  const [own, other] = [port.engines[0].name, port.engines.at(-1)!.name];

  it('should be the one Cairn brings when nothing is set', () => {
    expect(decideEngine(port, null, facts({ isFilled: false, isDrained: true }))).toEqual({ engine: own });
    expect(decideEngine(port, row(name, own), facts())).toEqual({ engine: own });
  });

  it('should be that of the URL on an empty site', () => {
    expect(decideEngine(port, null, facts({ set: true, isFilled: false, isDrained: true }))).toEqual({ engine: other });
    expect(decideEngine(port, row(name, own), facts({ set: true, isFilled: false, isDrained: true }))).toEqual({ engine: other });
  });

  it('should stay the one of the URL without a word', () => {
    expect(decideEngine(port, row(name, other), facts({ set: true, isDrained: false }))).toEqual({ engine: other });
  });

  it('should say so, or refuse to start, when the URL of the active one is gone', () => {
    const returned = { engine: own, note: expect.stringContaining('returns to') };
    const refused = { problem: expect.stringContaining('is not set'), fix: expect.stringContaining('set ') };
    expect(decideEngine(port, row(name, other), facts())).toEqual(MAY_RETURN.has(port.rule) ? returned : refused);
  });
});

describe('documents', () => {
  const port = portOf('documents');

  it('should stay where a filled site has them, and name the command that takes them elsewhere', () => {
    const decision = decideEngine(port, row('documents', 'postgres'), facts({ set: true }));
    expect(decision).toEqual({ engine: 'postgres', note: expect.stringContaining('cairn move documents --to mongodb') });
  });

  it('should stay in PostgreSQL on a filled site from before there were rows', () => {
    expect(decideEngine(port, null, facts({ set: true }))).toMatchObject({ engine: 'postgres' });
  });

  it('should need both engines while a move is under way', () => {
    const moving = row('documents', 'postgres', { state: 'moving', target: 'mongodb' });
    expect(decideEngine(port, moving, facts())).toMatchObject({ problem: expect.stringContaining('A move of documents to mongodb is under way, and MONGODB_URI is not set') });
    expect(decideEngine(port, moving, facts({ set: true }))).toMatchObject({ engine: 'postgres', note: expect.stringContaining('under way') });
  });

  it('should return to PostgreSQL from an engine whose URL is gone when the site holds nothing', () => {
    expect(decideEngine(port, row('documents', 'mongodb'), facts({ isFilled: false }))).toEqual({ engine: 'postgres' });
  });
});

describe('sign-in', () => {
  const port = portOf('sign-in');

  it('should stay with the members, and name the variable that decides otherwise', () => {
    expect(decideEngine(port, row('sign-in', 'builtin'), facts({ set: true }))).toEqual({ engine: 'builtin', note: expect.stringContaining('SIGN_IN_ENGINE=keycloak') });
  });

  it.each([['builtin', 'keycloak'], ['keycloak', 'builtin']])('should go from %s to %s by decision', (from, to) => {
    expect(decideEngine(port, row('sign-in', from), facts({ set: true, decision: to }))).toEqual({ engine: to });
  });

  it('should refuse a decision for an engine that is not set', () => {
    expect(decideEngine(port, row('sign-in', 'builtin'), facts({ decision: 'keycloak' }))).toMatchObject({ problem: expect.stringContaining('KEYCLOAK_URL') });
  });
});

describe('jobs', () => {
  const port = portOf('jobs');

  it.each([[true, 'redis'], [false, 'postgres']])('should leave the old queue when it is drained (%s): %s', (isDrained, engine) => {
    expect(decideEngine(port, row('jobs', 'postgres'), facts({ set: true, isDrained }))).toMatchObject({ engine });
  });

  it('should go back by decision, once drained', () => {
    expect(decideEngine(port, row('jobs', 'redis'), facts({ set: true, isDrained: true, decision: 'postgres' }))).toEqual({ engine: 'postgres' });
    expect(decideEngine(port, row('jobs', 'redis'), facts({ set: true, isDrained: false, decision: 'postgres' }))).toMatchObject({ engine: 'redis', note: expect.stringContaining('stay on') });
  });
});

describe('search', () => {
  it('should take an engine that is filled in the background, and say so on a filled site', () => {
    expect(decideEngine(portOf('search'), row('search', 'postgres'), facts({ set: true }))).toEqual({ engine: 'elasticsearch', note: expect.stringContaining('until then PostgreSQL answers') });
  });
});
