/**
 * Every port that a URL can give another engine: the one list. Start, `cairn doctor`, the documentation and the fault matrix are made from
 * it, so a port that is not here does not exist for any of them.
 */

/** When the active engine of a port changes. */
export type SwitchRule =
  /** By `cairn move` alone, once the site holds something. */
  | 'move'
  /** By an explicit decision of the operator (`decidedBy`), once the site has members. */
  | 'decision'
  /** At start, when the old queue is empty and no worker runs. */
  | 'drain'
  /** With the URL; what it holds is rebuilt in the background, and the first engine serves until that is done. */
  | 'rebuild'
  /** With the URL: nothing in it outlives a restart. */
  | 'follow';

export interface Engine {
  readonly name: string;
  /** For people. */
  readonly label: string;
  /** All of them have to be set; none for what Cairn brings itself. */
  readonly variables: readonly string[];
}

export interface EnginePort {
  readonly name: string;
  /** The first one needs no URL. */
  readonly engines: readonly [Engine, ...Engine[]];
  readonly rule: SwitchRule;
  /** What the site has to hold for the rule to apply. */
  readonly filledBy?: 'content' | 'members';
  /** Variable by which the operator decides between the engines. */
  readonly decidedBy?: string;
  /** What works less well, and how, while the engine of the URL is down (DESIGN §7). */
  readonly whenDown: string;
}

const POSTGRES = { name: 'postgres', label: 'PostgreSQL', variables: [] } as const;
const IN_PROCESS = { name: 'in-process', label: 'this process', variables: [] } as const;

const documents = {
  name: 'documents',
  engines: [POSTGRES, { name: 'mongodb', label: 'MongoDB', variables: ['MONGODB_URI'] }],
  rule: 'move',
  filledBy: 'content',
  whenDown: 'lists, votes and cached pages work; reading and writing texts is 503',
} as const;

const jobs = {
  name: 'jobs',
  engines: [{ name: 'postgres', label: 'BullMQ on PostgreSQL', variables: [] }, { name: 'redis', label: 'BullMQ on Redis', variables: ['REDIS_URL'] }],
  rule: 'drain',
  decidedBy: 'JOBS_ENGINE',
  whenDown: 'jobs wait in the outbox',
} as const;

const search = {
  name: 'search',
  engines: [POSTGRES, { name: 'elasticsearch', label: 'Elasticsearch', variables: ['ELASTICSEARCH_URL'] }],
  rule: 'rebuild',
  filledBy: 'content',
  whenDown: 'search answers from PostgreSQL, marked degraded',
} as const;

const signIn = {
  name: 'sign-in',
  engines: [
    { name: 'builtin', label: 'built-in issuer', variables: [] },
    { name: 'keycloak', label: 'Keycloak', variables: ['KEYCLOAK_URL', 'KEYCLOAK_CLIENT_SECRET'] },
  ],
  rule: 'decision',
  filledBy: 'members',
  decidedBy: 'SIGN_IN_ENGINE',
  whenDown: 'who is signed in stays so (cached keys); signing in is 503',
} as const;

const limits = { name: 'limits', engines: [IN_PROCESS, { name: 'redis', label: 'Redis', variables: ['REDIS_URL'] }], rule: 'follow', whenDown: 'limits count in each process' } as const;
const cache = { name: 'cache', engines: [IN_PROCESS, { name: 'redis', label: 'Redis', variables: ['REDIS_CACHE_URL'] }], rule: 'follow', whenDown: 'reads go to the source' } as const;
const live = {
  name: 'live',
  engines: [IN_PROCESS, { name: 'redis', label: 'Redis', variables: ['REDIS_URL'] }],
  rule: 'follow',
  whenDown: 'each process sends what the event log says; presence counts in each process',
} as const;

export const PORTS = [documents, jobs, search, signIn, limits, cache, live] as const satisfies readonly EnginePort[];

export type PortName = (typeof PORTS)[number]['name'];
/** The engines a port may have. */
export type EngineName<P extends PortName = PortName> = Extract<(typeof PORTS)[number], { name: P }>['engines'][number]['name'];

export function portOf(name: PortName): EnginePort {
  return PORTS.find((port) => port.name === name)!;
}

/** @throws Error for an engine the port does not have */
export function engineOfPort(port: EnginePort, name: string): Engine {
  const engine = port.engines.find((one) => one.name === name);
  if (!engine) throw new Error(`${port.name} has no engine called ${name}`);
  return engine;
}

/** The engines whose variables are all set, the one that needs none first. */
export function availableEngines(port: EnginePort, isSet: (variable: string) => boolean): Engine[] {
  return port.engines.filter((engine) => engine.variables.every(isSet));
}
