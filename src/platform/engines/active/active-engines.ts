import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '#libs/observability';
import type { DirectClient, DirectConnections, SqlReader } from '#libs/persistence';
import { availableEngines, type Engine, type EngineName, engineOfPort, type PortName, portOf, PORTS } from '../ports.js';
import { ALL_ROWS, ENGINES_CHANNEL, type EngineRow } from './engine-rows.js';
import { type EngineSettings, settleEngines, switchEngine } from './settle-engines.js';

const POLL_MS = 1_500;

/** The connection that a process watches by is called `cairn engines <role> <engine> …`: it tells a move which engines the process could follow to. */
export const WATCHER = 'engines';

export interface ActiveEnginesOptions {
  role: string;
  connections: DirectConnections;
  reader: SqlReader;
  logger: Logger;
  settings: EngineSettings;
}

/**
 * Which engine serves each port: rows in PostgreSQL, the same for every process, followed within two seconds (NOTIFY, and a look every 1.5 s).
 * What has to be exact asks the row inside its transaction (`joinEngine`).
 */
export class ActiveEngines {
  private rows: ReadonlyMap<string, EngineRow>;
  private readonly listeners = new Set<(port: PortName) => void>();
  private readonly stopped = new AbortController();
  private looks = 0;
  private appliedLook = 0;
  private client?: DirectClient;
  private running?: Promise<void>;

  private constructor(
    private readonly options: ActiveEnginesOptions,
    rows: readonly EngineRow[],
    /** What start found worth saying to the operator. */
    readonly notes: readonly string[],
  ) {
    this.rows = new Map(rows.map((row) => [row.port, row]));
  }

  /** Applies the rules of start (DESIGN §1). @throws StartupError */
  static async open(options: ActiveEnginesOptions): Promise<ActiveEngines> {
    const { rows, notes } = await settleEngines(options.connections, options.settings);
    return new ActiveEngines(options, rows, notes);
  }

  /** What serves the port in this process: the engine of the row, but for a port that may fall back and whose URL this process lacks. */
  engineOf<P extends PortName>(port: P): EngineName<P> {
    const { rule, engines } = portOf(port);
    const active = this.rowOf(port).engine;
    const mayFallBack = rule === 'follow' || rule === 'rebuild';
    const isHere = this.available(port).some((engine) => engine.name === active);
    return (mayFallBack && !isHere ? engines[0].name : active) as EngineName<P>;
  }

  rowOf(port: PortName): EngineRow {
    return this.rows.get(port)!;
  }

  /** For people. */
  labelOf(port: PortName): string {
    return engineOfPort(portOf(port), this.engineOf(port)).label;
  }

  /** The engines of a port that this process has the URLs of. */
  available(port: PortName): Engine[] {
    return availableEngines(portOf(port), (variable) => this.options.settings.valueOf(variable) !== undefined);
  }

  /** Calls `listener` after the row of a port has changed. @returns how to stop that */
  onChange(listener: (port: PortName) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Makes an engine the active one without asking whether it holds what the other did: `cairn move` asks first. @returns false when it was active already */
  async switchTo<P extends PortName>(port: P, engine: EngineName<P>): Promise<boolean> {
    const hasSwitched = await switchEngine(this.options.connections, port, engine);
    await this.refresh();
    return hasSwitched;
  }

  /** Reads the rows now. @throws DATABASE.UNAVAILABLE */
  async refresh(): Promise<void> {
    const look = (this.looks += 1);
    const rows = await this.options.reader.query(ALL_ROWS);
    // An older look that took longer must not turn time back.
    if (look < this.appliedLook) return;
    this.appliedLook = look;
    const before = this.rows;
    this.rows = new Map([...before, ...rows.map((row) => [row.port, row] as const)]);
    for (const { name } of PORTS) if (hasChanged(before.get(name), this.rows.get(name))) this.tell(name);
  }

  start(): void {
    this.running ??= this.watch();
  }

  async stop(): Promise<void> {
    this.stopped.abort();
    await this.running;
    await this.client?.close();
  }

  private async watch(): Promise<void> {
    while (!this.stopped.signal.aborted) {
      await this.listen().catch(() => undefined);
      await this.refresh().catch(() => undefined);
      await sleep(POLL_MS, undefined, { signal: this.stopped.signal, ref: false }).catch(() => undefined);
    }
  }

  /** Only a process that has a choice listens: for the others a look now and then is enough, and one connection less. */
  private async listen(): Promise<void> {
    const choices = PORTS.filter(({ name }) => this.available(name).length > 1).map(({ name }) => this.available(name).at(-1)!.name);
    if (this.client || choices.length === 0) return;
    const client = await this.options.connections.connect(`${WATCHER} ${this.options.role} ${[...new Set(choices)].join(' ')}`);
    client.onClosed(() => (this.client = undefined));
    this.client = client;
    await client.listen(ENGINES_CHANNEL, () => void this.refresh().catch(() => undefined));
  }

  private tell(port: PortName): void {
    const { engine, state, target } = this.rowOf(port);
    this.options.logger.info('an engine has changed', { port, engine, state, ...(target === null ? {} : { target }) });
    for (const listener of this.listeners) listener(port);
  }
}

function hasChanged(before: EngineRow | undefined, after: EngineRow | undefined): boolean {
  return JSON.stringify(before) !== JSON.stringify(after);
}
