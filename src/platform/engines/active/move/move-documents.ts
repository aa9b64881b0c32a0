import { setTimeout as sleep } from 'node:timers/promises';
import { type DocumentCollection, documentCollections, type MovableDocumentStore } from '#libs/documents';
import { AppError } from '#libs/kernel';
import type { DirectConnections } from '#libs/persistence';
import { type Engine, engineOfPort, portOf } from '../../ports.js';
import type { ActiveEngines } from '../active-engines.js';
import { CopyTexts, type ShownVersions, type Sides } from './copy-texts.js';
import { requireFollowers } from './followers.js';
import { MOVE_REFUSED } from './move-errors.js';
import { type CollectionCursor, type MoveRecord, MoveRecords } from './move-records.js';
import { MoveProgress, type MoveProgressState } from './move-progress.js';
import type { MoveReport } from './move-report.js';
import { asOnlyMover } from './mover-lock.js';
import { patiently } from './patiently.js';
import { SwitchDocuments, withoutWriters, type WithoutWriters } from './switch-documents.js';
import { VerifyTexts } from './verify-texts.js';

/** What moving needs of the engines: stores without the switch before them. */
export interface MovableEngines {
  has(engine: string): boolean;
  /** Reaches it. */
  movable(engine: string): Promise<MovableDocumentStore>;
  /** Makes what it needs to be written to (indexes). */
  prepare(engine: string): Promise<void>;
}

export interface MoveParts {
  connections: DirectConnections;
  active: ActiveEngines;
  engines: MovableEngines;
  shown: ShownVersions;
  /** The collections that have rows. */
  collections: readonly DocumentCollection[];
}

export interface MoveRequest {
  to: string;
  signal: AbortSignal;
  onProgress: (state: MoveProgressState) => void;
}

export type MoveOutcome =
  | { kind: 'moved'; report: MoveReport }
  /** The texts are there already, and no move is under way. */
  | { kind: 'there' }
  /** A move away was under way: it was given up, its copies stay until `--clean`. */
  | { kind: 'given-up' };

/** What a move would do. */
export interface MovePlan {
  from: string;
  to: string;
  /** An earlier run that was interrupted: how many versions it has copied. */
  goesOnAfter: number | null;
  versions: Record<string, number>;
  alreadyInTarget: Record<string, number>;
}

const PORT = 'documents';
const BEGIN_ATTEMPTS = 100;
const PAUSE_MS = 200;

async function countAll(store: MovableDocumentStore, collections: readonly DocumentCollection[]): Promise<Record<string, number>> {
  return Object.fromEntries(await Promise.all(collections.map(async (collection) => [collection, await store.count(collection)] as const)));
}

function sum(numbers: Iterable<number>): number {
  return [...numbers].reduce((total, number) => total + number, 0);
}

/**
 * Takes every text to another engine while the site runs: begins the journal, copies, catches up, verifies, switches.
 *
 * Complete, because from the moment the journal is begun (with no writer inside) whatever commits is in it, and whatever was committed before
 * is there to be read. Each step is kept in PostgreSQL, so a run that was killed anywhere goes on where it was.
 */
export class MoveDocuments {
  constructor(private readonly parts: MoveParts) {}

  /** @throws ENGINES.MOVE_REFUSED, ENGINES.MOVE_DIFFERS, DOCUMENTS.UNAVAILABLE; a later run goes on */
  async move(request: MoveRequest): Promise<MoveOutcome> {
    const target = this.target(request.to);
    return asOnlyMover(this.parts.connections, async (client) => {
      const records = new MoveRecords(client);
      await this.parts.active.refresh();
      const row = this.parts.active.rowOf(PORT);
      if (row.engine === target.name) return row.state === 'moving' ? this.giveUp(records) : { kind: 'there' };
      const sides = await this.sides(row.engine, target.name);
      await requireFollowers(client, target);
      await this.parts.engines.prepare(target.name);
      const move = await this.begun(records, row.engine, target.name);
      await records.countRun(move.id);
      const report = await this.carryOut({ ...move, runs: move.runs + 1 }, records, sides, target, request);
      await this.parts.active.refresh();
      return { kind: 'moved', report };
    });
  }

  /** Looks at both sides and writes nothing. @throws ENGINES.MOVE_REFUSED, DOCUMENTS.UNAVAILABLE */
  async plan(to: string): Promise<MovePlan> {
    const target = this.target(to);
    await this.parts.active.refresh();
    const { engine: from } = this.parts.active.rowOf(PORT);
    const { source, target: store } = await this.sides(from, target.name);
    const client = await this.parts.connections.connect('plan a move');
    try {
      await requireFollowers(client, target);
      const running = await new MoveRecords(client).running();
      const goesOnAfter = running ? sum(Object.values(running.copied).map((cursor) => cursor.copied)) : null;
      return { from, to, goesOnAfter, versions: await countAll(source, this.parts.collections), alreadyInTarget: await countAll(store, this.parts.collections) };
    } finally {
      await client.close();
    }
  }

  private target(to: string): Engine {
    const engine = engineOfPort(portOf(PORT), to);
    if (this.parts.engines.has(to)) return engine;
    throw new AppError(MOVE_REFUSED, { detail: `${engine.variables.join(', ')} is not set: set it for this command and for every process of the site.` });
  }

  private async sides(source: string, target: string): Promise<Sides> {
    const { engines, collections, shown } = this.parts;
    const sides = { source: await engines.movable(source), target: await engines.movable(target), shown };
    for (const collection of documentCollections.filter((one) => !collections.includes(one))) {
      const [some] = await sides.source.scan(collection, null, 1);
      if (some) throw new AppError(MOVE_REFUSED, { detail: `There are ${collection}, whose rows this program does not know: it is older than the site.` });
    }
    return sides;
  }

  /** The move that is under way, or a new one: from here on every commit is in the journal. */
  private async begun(records: MoveRecords, source: string, target: string): Promise<MoveRecord> {
    const running = await records.running();
    if (running?.target === target) return running;
    if (running) throw new AppError(MOVE_REFUSED, { detail: `A move to ${running.target} is under way.` });
    return this.withoutWriters(records, async () => {
      await records.clearJournal();
      await records.client.query(`update platform.active_engines set state = 'moving', target = $1, changed_at = now() where port = $2`, [target, PORT]);
      return records.begin(source, target);
    });
  }

  private async giveUp(records: MoveRecords): Promise<MoveOutcome> {
    const running = await records.running();
    await this.withoutWriters(records, async () => {
      await records.client.query(
        `update platform.active_engines set state = 'settled', copies = array_append(array_remove(copies, target), target), target = null, changed_at = now() where port = $1`,
        [PORT],
      );
      await records.clearJournal();
      if (running) await records.finish(running.id, 'given-up', null);
    });
    await this.parts.active.refresh();
    return { kind: 'given-up' };
  }

  private async withoutWriters<T>(records: MoveRecords, work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; attempt <= BEGIN_ATTEMPTS; attempt += 1) {
      const done: WithoutWriters<T> | null = await withoutWriters(records, work);
      if (done) return done.result;
      await sleep(PAUSE_MS);
    }
    throw new AppError(MOVE_REFUSED, { detail: 'Writers were inside at every attempt: try again when fewer long transactions run, such as imports.' });
  }

  private async carryOut(move: MoveRecord, records: MoveRecords, sides: Sides, target: Engine, { signal, onProgress }: MoveRequest): Promise<MoveReport> {
    const copy = new CopyTexts(sides, records);
    const totals = await countAll(sides.source, this.parts.collections);
    const progress = new MoveProgress(2 * sum(Object.values(totals)), onProgress);
    for (const collection of this.parts.collections) await this.copyAll(move, collection, { copy, records, progress, signal });
    progress.begin('catching up');
    const caughtUp = await patiently(() => copy.catchUp(), signal);
    const verify = new VerifyTexts(sides, copy, (versions, bytes) => progress.add(versions, bytes));
    const verified: MoveReport['verified'] = {};
    for (const collection of this.parts.collections) {
      progress.begin(`verifying ${collection}`);
      verified[collection] = await patiently(() => verify.collection(collection, signal), signal);
    }
    const switching = new SwitchDocuments(records, copy, () => requireFollowers(records.client, target));
    const switched = await switching.switch(move, signal);
    const report: MoveReport = {
      from: move.source, to: move.target, switched: true, runs: move.runs, startedAt: move.startedAt.toISOString(),
      seconds: Math.round((Date.now() - move.startedAt.getTime()) / 100) / 10,
      copied: Object.fromEntries(Object.entries(move.copied).map(([collection, cursor]) => [collection, cursor.copied])),
      caughtUp: caughtUp + switched.caughtUp, verified, switchMs: switched.switchMs, switchAttempts: switched.attempts,
    };
    await records.report(move.id, report);
    return report;
  }

  /** Goes on after the cursor of an earlier run; a batch that was copied before the cursor was kept is copied again. */
  private async copyAll(move: MoveRecord, collection: DocumentCollection, work: { copy: CopyTexts; records: MoveRecords; progress: MoveProgress; signal: AbortSignal }): Promise<void> {
    const { copy, records, progress, signal } = work;
    let cursor: CollectionCursor = move.copied[collection] ?? { copied: 0, after: null, isDone: false };
    progress.begin(`copying ${collection}`);
    progress.add(cursor.copied, 0);
    while (!cursor.isDone) {
      signal.throwIfAborted();
      const { after } = cursor;
      const batch = await patiently(() => copy.batch(collection, after), signal);
      cursor = batch ? { copied: cursor.copied + batch.copied, after: batch.last, isDone: false } : { ...cursor, isDone: true };
      move.copied[collection] = cursor;
      await records.save(move.id, move.copied);
      progress.add(batch?.seen ?? 0, batch?.bytes ?? 0);
    }
  }
}
