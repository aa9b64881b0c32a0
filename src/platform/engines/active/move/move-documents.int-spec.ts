import { setTimeout as sleep } from 'node:timers/promises';
import type { DocumentVersion, MovableDocumentStore } from '#libs/documents';
import { systemContext } from '#libs/kernel';
import { type TestProcess, TwoEngines } from '../testing/two-engines.js';
import { CleanDocuments } from './clean-documents.js';
import { MoveDocuments } from './move-documents.js';
import type { MoveReport } from './move-report.js';

describe('MoveDocuments', () => {
  let site: TwoEngines;
  let api: TestProcess;
  beforeEach(async () => {
    site = await TwoEngines.open();
    const early = await site.process({ knowsBoth: false });
    await site.fill(early.store, 450);
    api = await site.process();
    api.active.start();
  });
  afterEach(() => site.close());

  async function all(store: MovableDocumentStore): Promise<DocumentVersion[]> {
    const found: DocumentVersion[] = [];
    for (let page = await store.scan('questions', null, 500); page.length > 0; page = await store.scan('questions', page.at(-1)!, 500)) found.push(...page);
    return found;
  }

  async function moved(to: string, ...rest: [Parameters<TwoEngines['move']>[2]?]): Promise<MoveReport> {
    const outcome = await site.move(api, to, ...rest);
    if (outcome.kind !== 'moved') throw new Error(`it was not moved: ${outcome.kind}`);
    return outcome.report;
  }

  /** The engine to move to, with a fault. */
  function faulty(change: (store: MovableDocumentStore) => Partial<MovableDocumentStore>) {
    const there = Object.assign(Object.create(site.there) as MovableDocumentStore, change(site.there));
    return { engines: site.engines(true, there) };
  }

  it('should take every version there, and back', async () => {
    const [first] = await site.fill(api.store, 1);
    for (const version of [2, 3]) await site.write(api.store, { ...first!, version, body: `edited ${version}` });
    const before = await all(site.here);
    const report = await moved('mongodb');
    expect(await all(site.there)).toEqual(before);
    expect(report).toMatchObject({ from: 'postgres', to: 'mongodb', switched: true, runs: 1, copied: { questions: 453 }, verified: { questions: { source: { versions: 453 } } } });
    expect(report.verified['questions']!.target).toEqual(report.verified['questions']!.source);
    expect(api.active.rowOf('documents')).toMatchObject({ engine: 'mongodb', epoch: 2, state: 'settled', copies: ['postgres'] });
    await site.write(api.store, { ...first!, version: 4, body: 'edited elsewhere' });
    expect((await moved('postgres')).copied).toEqual({ questions: 454 });
    expect((await api.store.versions('questions', first!.id, 9)).map((version) => version.body)).toEqual(['edited elsewhere', 'edited 3', 'edited 2', first!.body]);
    expect(await site.move(api, 'postgres')).toEqual({ kind: 'there' });
  });

  it('should lose nothing and show readers everything while writers of two processes go on', async () => {
    const other = await site.process();
    other.active.start();
    const written: DocumentVersion[] = [];
    const missed: string[] = [];
    let going = true;
    const writer = async ({ store }: TestProcess): Promise<void> => {
      while (going) {
        const version = site.text();
        await site.write(store, version);
        written.push(version);
        if (written.length % 3 === 0) await site.write(store, { ...version, version: 2, body: 'edited' });
        await sleep(2);
      }
    };
    const reader = async ({ store }: TestProcess): Promise<void> => {
      while (going) {
        const some = written.slice(-20);
        const found = await store.getMany('questions', some);
        missed.push(...some.filter((version) => !found.has(version.id)).map((version) => version.id));
        await sleep(1);
      }
    };
    const work = [writer(api), writer(other), reader(api), reader(other)];
    for (const to of ['mongodb', 'postgres', 'mongodb']) {
      await sleep(100);
      await moved(to);
    }
    await sleep(100);
    going = false;
    await Promise.all(work);
    const found = await site.there.getMany('questions', written);
    expect([written.length > 100, missed, written.filter((version) => !found.has(version.id))]).toEqual([true, [], []]);
  });

  it('should go on where an interrupted run was', async () => {
    let puts = 0;
    const failing = faulty((store) => ({ put: (collection, versions) => ((puts += 1) === 3 ? Promise.reject(new Error('killed')) : store.put(collection, versions)) }));
    await expect(moved('mongodb', failing)).rejects.toThrow('killed');
    expect(api.active.rowOf('documents')).toMatchObject({ engine: 'postgres', state: 'moving', target: 'mongodb' });
    const meanwhile = site.text();
    await site.write(api.store, meanwhile);
    const report = await moved('mongodb', faulty((store) => ({ put: (collection, versions) => ((puts += 1), store.put(collection, versions)) })));
    expect(report).toMatchObject({ runs: 2, caughtUp: 1 });
    // Two batches were kept by the first run; the third one and the journal remain.
    expect(puts).toBe(5);
    expect(await all(site.there)).toEqual(await all(site.here));
  });

  it('should leave behind what no row shows', async () => {
    const staged = site.text();
    await moved('mongodb');
    const orphan = await api.store.stage('questions', [staged]);
    await moved('postgres');
    expect([(await site.here.versions('questions', staged.id, 1)).length, (await site.there.versions('questions', staged.id, 1)).length]).toEqual([0, 1]);
    await expect(site.db.unitOfWork.run(systemContext('test'), (tx) => orphan.attach(tx))).resolves.toBeUndefined();
    expect((await api.store.getMany('questions', [staged])).size).toBe(1);
  });

  it('should not switch to copies that differ, and name them', async () => {
    const lossy = faulty((store) => ({ put: (collection, versions) => store.put(collection, versions.map((version, n) => (n === 7 ? { ...version, body: 'broken' } : version))) }));
    await expect(moved('mongodb', lossy)).rejects.toMatchObject({ code: 'ENGINES.MOVE_DIFFERS', message: expect.stringMatching(/^questions: [0-9a-f-]{36} version 1, .* differ/) });
    expect(api.active.engineOf('documents')).toBe('postgres');
  });

  it('should erase there what is no longer here', async () => {
    const [erased] = await site.fill(api.store, 1);
    await site.there.put('questions', [erased!]);
    await site.here.erase('questions', [erased!.id]);
    const report = await moved('mongodb');
    expect(report.verified['questions']).toMatchObject({ erasedFromTarget: 1 });
    expect(await site.there.versions('questions', erased!.id, 1)).toEqual([]);
  });

  it('should erase the copy of a text that is erased while it is caught up with', async () => {
    const victim = site.text();
    const erasing = faulty((store) => ({
      put: async (collection, versions) => {
        if (versions.some((version) => version.id === victim.id)) await api.store.erase('questions', [victim.id]);
        else if (!(await site.shown('questions', [victim.id])).has(victim.id)) await site.write(api.store, victim);
        await store.put(collection, versions);
      },
    }));
    await moved('mongodb', erasing);
    expect([await site.here.versions('questions', victim.id, 1), await site.there.versions('questions', victim.id, 1)]).toEqual([[], []]);
  });

  it('should refuse to run twice at once', async () => {
    const holding = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const slow = faulty((store) => ({ put: async (collection, versions) => (begun.resolve(), await holding.promise, store.put(collection, versions)) }));
    const first = moved('mongodb', slow);
    await begun.promise;
    await expect(moved('mongodb')).rejects.toMatchObject({ code: 'ENGINES.MOVE_REFUSED', message: expect.stringContaining('Another') });
    holding.resolve();
    expect((await first).switched).toBe(true);
  });

  it('should refuse while a running process could not follow', async () => {
    const worker = await site.db.direct.connect('signals');
    const second = await site.db.direct.connect('signals');
    await expect(moved('mongodb')).rejects.toMatchObject({ code: 'ENGINES.MOVE_REFUSED', message: expect.stringMatching(/^1 running .* MONGODB_URI/) });
    expect(api.active.rowOf('documents').state).toBe('settled');
    await worker.close();
    expect((await moved('mongodb')).switched).toBe(true);
    await second.close();
  });

  it('should refuse an engine that is not set, and plan without writing', async () => {
    const plan = await new MoveDocuments(site.parts(api)).plan('mongodb');
    expect(plan).toEqual({ from: 'postgres', to: 'mongodb', goesOnAfter: null, versions: { questions: 450 }, alreadyInTarget: { questions: 0 } });
    await expect(site.move(api, 'mongodb', { engines: site.engines(false) })).rejects.toMatchObject({ code: 'ENGINES.MOVE_REFUSED', message: expect.stringContaining('MONGODB_URI is not set') });
    expect(await site.db.query('select from platform.document_moves')).toEqual([]);
  });

  it('should give a move up when told to go where the texts still are', async () => {
    await expect(moved('mongodb', faulty(() => ({ put: () => Promise.reject(new Error('killed')) })))).rejects.toThrow('killed');
    expect(await site.move(api, 'postgres')).toEqual({ kind: 'given-up' });
    expect(api.active.rowOf('documents')).toMatchObject({ engine: 'postgres', state: 'settled', target: null, copies: ['mongodb'] });
    expect((await moved('mongodb')).switched).toBe(true);
  });

  it('should wait for a long transaction without keeping other writers out', async () => {
    const inside = Promise.withResolvers<void>();
    const long = site.write(api.store, site.text(), () => inside.promise);
    const moving = moved('mongodb');
    // Each of these comes through between two attempts, while the long one is still inside.
    for (let n = 0; n < 30; n += 1) {
      await site.write(api.store, site.text());
      await sleep(50);
    }
    expect(api.active.engineOf('documents')).toBe('postgres');
    inside.resolve();
    await long;
    expect((await moving).switched).toBe(true);
  });

  it('should remove what it left behind when asked to, and not earlier', async () => {
    const clean = (forget = false) => new CleanDocuments(site.parts(api)).clean(forget, () => undefined);
    await moved('mongodb');
    await expect(clean()).rejects.toMatchObject({ code: 'ENGINES.MOVE_REFUSED' });
    await site.db.query(`update platform.active_engines set changed_at = now() - interval '1 minute'`);
    expect(await clean()).toEqual({ removed: { postgres: 450 }, forgotten: [] });
    expect([(await all(site.here)).length, (await all(site.there)).length, api.active.rowOf('documents').copies]).toEqual([0, 450, []]);
    expect(await clean()).toEqual({ removed: {}, forgotten: [] });
  });
});
