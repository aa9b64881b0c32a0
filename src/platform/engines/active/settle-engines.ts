import { type DirectClient, type DirectConnections, StartupError } from '#libs/persistence';
import { type EnginePort, type PortName, PORTS } from '../ports.js';
import { decideEngine, type EngineDecision, type EngineRefusal, type PortFacts } from './decide-engine.js';
import { allRows, type EngineRow, inTransaction } from './engine-rows.js';

/** What is set on this process, and what only the queue can say. */
export interface EngineSettings {
  /** False for a command: it serves nobody, so what it has set, or lacks, decides nothing for the site. It fills in rows that were never written. */
  mayChange: boolean;
  /** The value of a configuration variable, or undefined. */
  valueOf: (variable: string) => string | undefined;
  /** How many jobs wait or run in this engine of the queue. */
  countUndrained: (engine: string) => Promise<number>;
}

const FILLED = {
  content: `select exists (select from questions.questions) or exists (select from questions.answers) or exists (select from comments.comments) as found`,
  members: `select exists (select from users.members) or exists (select from sign_in.accounts) as found`,
} as const;
const WORKERS = `select exists (select from pg_stat_activity where datname = current_database() and application_name = 'cairn relay') as found`;

async function found(client: DirectClient, query: string): Promise<boolean> {
  return (await client.query<{ found: boolean }>(query))[0]!.found;
}

async function mayLeaveQueue(client: DirectClient, engine: string, settings: EngineSettings): Promise<boolean> {
  return !(await found(client, WORKERS)) && (await settings.countUndrained(engine)) === 0;
}

async function factsOf(client: DirectClient, port: EnginePort, row: EngineRow | undefined, settings: EngineSettings): Promise<PortFacts> {
  const isSet = (variable: string): boolean => settings.valueOf(variable) !== undefined;
  const current = port.engines.find((engine) => engine.name === (row?.engine ?? port.engines[0].name))!;
  const mayChange = port.engines.some((engine) => engine !== current && engine.variables.every(isSet));
  const isDrained = port.rule === 'drain' && mayChange && current.variables.every(isSet) ? await mayLeaveQueue(client, current.name, settings) : null;
  const isFilled = port.filledBy !== undefined && (await found(client, FILLED[port.filledBy]));
  return { isSet, isFilled, isDrained, decision: port.decidedBy === undefined ? undefined : settings.valueOf(port.decidedBy) };
}

async function write(client: DirectClient, port: string, engine: string): Promise<void> {
  await client.query(
    `insert into platform.active_engines as a (port, engine) values ($1, $2)
     on conflict (port) do update set engine = excluded.engine, epoch = a.epoch + 1, changed_at = now()`,
    [port, engine],
  );
}

async function settleOne(client: DirectClient, port: EnginePort, row: EngineRow | undefined, settings: EngineSettings): Promise<EngineDecision | EngineRefusal> {
  const before = decideEngine(port, row ?? null, await factsOf(client, port, row, settings));
  if ('problem' in before || before.engine === row?.engine) return before;
  if (row && !settings.mayChange) return { engine: row.engine };
  // Somebody may be writing the first question this moment: with the writers out it is decided again.
  await client.query(`select pg_advisory_xact_lock(hashtextextended('cairn engine ' || $1, 0))`, [port.name]);
  const decision = decideEngine(port, row ?? null, await factsOf(client, port, row, settings));
  if (!('problem' in decision) && decision.engine !== row?.engine) await write(client, port.name, decision.engine);
  return decision;
}

async function requireSchema(client: DirectClient): Promise<void> {
  if (await found(client, `select to_regclass('platform.active_engines') is not null as found`)) return;
  throw new StartupError('The schema of the database is older than this program.', 'start an API process first, or run `cairn migrate`.');
}

function refuse(refusals: readonly EngineRefusal[]): never {
  throw new StartupError(refusals.map((refusal) => refusal.problem).join('\n'), refusals.map((refusal) => refusal.fix).join('\n  Fix: '));
}

/**
 * Decides at start which engine serves each port, writes what has changed, and answers what the operator should know.
 * @throws StartupError naming every port whose active engine cannot be used, and the fix
 */
export async function settleEngines(connections: DirectConnections, settings: EngineSettings): Promise<{ rows: EngineRow[]; notes: string[] }> {
  const client = await connections.connect('settle engines');
  try {
    return await inTransaction(client, async () => {
      await client.query(`select pg_advisory_xact_lock(hashtextextended('cairn settle engines', 0))`);
      await requireSchema(client);
      const rows = new Map((await allRows(client)).map((row) => [row.port, row]));
      const decisions: (EngineDecision | EngineRefusal)[] = [];
      for (const port of PORTS) decisions.push(await settleOne(client, port, rows.get(port.name), settings));
      const refusals = decisions.filter((decision) => 'problem' in decision);
      if (refusals.length > 0) refuse(refusals);
      return { rows: await allRows(client), notes: decisions.flatMap((decision) => ('note' in decision && decision.note !== undefined ? [decision.note] : [])) };
    });
  } finally {
    await client.close();
  }
}

/** Makes `engine` the active one of a port, whatever it holds. @returns false when it was already */
export async function switchEngine(connections: DirectConnections, port: PortName, engine: string): Promise<boolean> {
  const client = await connections.connect('switch engine');
  try {
    return await inTransaction(client, async () => {
      await client.query(`select pg_advisory_xact_lock(hashtextextended('cairn engine ' || $1, 0))`, [port]);
      const current = (await allRows(client)).find((row) => row.port === port)?.engine;
      if (current === engine) return false;
      await write(client, port, engine);
      return true;
    });
  } finally {
    await client.close();
  }
}
