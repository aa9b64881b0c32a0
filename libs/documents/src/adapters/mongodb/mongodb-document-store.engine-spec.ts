import { randomBytes } from 'node:crypto';
import mongoose from 'mongoose';
import { describeDocumentStoreContract } from '#libs/documents/testing';
import { newId, SystemClock, systemContext } from '#libs/kernel';
import { MemoryLogger } from '#libs/observability/testing';
import { engineUrl, FakeClock, testDatabase, type TestDatabase } from '#libs/testing';
import { DOCUMENTS_UNAVAILABLE } from '../../documents.errors.js';
import type { DocumentVersion } from '../../document-store.port.js';
import { openMongoDocumentStore, type OpenMongoDocumentStore } from './open-mongo-document-store.js';

/** The server of the tests with a database of this file's own; `query` overrides what the URI says. */
function ownUri(query: Record<string, string> = {}): string {
  const url = new URL(engineUrl('MONGODB_URI'));
  url.pathname = `/cairn_test_${randomBytes(6).toString('hex')}`;
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}

/** The bare driver on the same database, and the removal of it at the end. */
async function bareDriver(uri: string) {
  const client = await new mongoose.mongo.MongoClient(uri, { w: 'majority' }).connect();
  return {
    db: client.db(),
    client,
    drop: async () => {
      await client.db().dropDatabase();
      await client.close();
    },
  };
}

type Driver = Awaited<ReturnType<typeof bareDriver>>;

async function ready(uri: string, options: { clock?: FakeClock; logger?: MemoryLogger } = {}): Promise<OpenMongoDocumentStore> {
  const opened = await openMongoDocumentStore({ uri, clock: options.clock ?? new SystemClock(), logger: options.logger ?? new MemoryLogger(), patienceMs: 5_000 });
  await opened.ensureIndexes();
  return opened;
}

describeDocumentStoreContract('MongoDB', async () => {
  const uri = ownUri();
  const [db, driver, opened] = await Promise.all([testDatabase(), bareDriver(uri), ready(uri)]);
  return {
    store: opened.store,
    unitOfWork: db.unitOfWork,
    leavesBehind: true,
    age: async (minutes) => {
      await driver.db.collection('questions').updateMany({ stagedAt: { $exists: true } }, [{ $set: { stagedAt: { $subtract: ['$stagedAt', minutes * 60_000] } } }]);
    },
    close: async () => {
      await opened.close();
      await Promise.all([driver.drop(), db.drop()]);
    },
  };
});

function aText(overrides: Partial<DocumentVersion> = {}): DocumentVersion {
  return { id: newId(), version: 1, body: 'body', bodyHtml: '<p>body</p>', createdAt: new Date('2026-01-02T03:04:05.678Z'), ...overrides };
}

describe('MongoDocumentStore', () => {
  const uri = ownUri({ w: '0', journal: 'false', readPreference: 'secondaryPreferred' });
  let db: TestDatabase;
  let driver: Driver;
  let opened: OpenMongoDocumentStore;

  beforeAll(async () => {
    [db, driver, opened] = await Promise.all([testDatabase(), bareDriver(uri), ready(uri)]);
  });
  afterAll(async () => {
    await opened.close();
    await Promise.all([driver.drop(), db.drop()]);
  });

  it('should have the text in MongoDB, and none of it in PostgreSQL', async () => {
    const version = aText({ title: 'A title' });
    const staged = await opened.store.stage('questions', [version]);
    await db.unitOfWork.run(systemContext('test'), (tx) => staged.attach(tx));
    const found = await driver.db.collection('questions').findOne({ id: version.id }, { projection: { _id: 0 } });
    expect(found).toEqual({ ...version, stagedAt: expect.any(Date), stagingId: expect.any(String) });
    expect(await db.query('select 1 from documents.versions')).toEqual([]);
  });

  it.each(['questions', 'answers', 'comments'] as const)('should keep %s in a collection of that name', async (collection) => {
    const version = aText();
    await opened.store.stage(collection, [version]);
    expect(await driver.db.collection(collection).countDocuments({ id: version.id })).toBe(1);
  });

  it('should read many in one find, and write to a majority and its journal, whatever the URI says', async () => {
    const commands: { name: string; command: Record<string, unknown> }[] = [];
    const watched = await openWatched(uri, commands);
    const versions = Array.from({ length: 150 }, (_, n) => aText({ version: 1 + (n % 3) }));
    try {
      await watched.store.stage('questions', versions);
      expect((await watched.store.getMany('questions', versions)).size).toBe(150);
      await watched.store.erase('questions', versions.map(({ id }) => id));
      expect(commands.map(({ name }) => name)).toEqual(['insert', 'find', 'delete']);
    } finally {
      await watched.close();
    }
    const concerns = [commands[0]!, commands[2]!].map(({ command }) => command['writeConcern']);
    expect(concerns).toEqual([1, 2].map(() => expect.objectContaining({ w: 'majority', j: true })));
    expect(commands[1]!.command['$readPreference'] ?? { mode: 'primary' }).toEqual({ mode: 'primary' });
  });

  it('should find each of them by the index alone', async () => {
    const id = newId();
    await opened.store.stage('answers', [aText({ id })]);
    const explained = await driver.db.collection('answers').find({ id: { $in: [id] }, version: 1 }).explain('executionStats');
    expect(explained['executionStats']).toMatchObject({ totalDocsExamined: 1 });
    expect(JSON.stringify(explained)).toContain('"indexName":"version"');
  });

  it('should not commit what was staged too long ago: it may have been replaced by then', async () => {
    const clock = new FakeClock();
    const late = await openMongoDocumentStore({ uri, clock, logger: new MemoryLogger() });
    const staged = await late.store.stage('questions', [aText()]);
    await db.unitOfWork.run(systemContext('test'), (tx) => staged.attach(tx));
    clock.advance(31_000);
    await expect(db.unitOfWork.run(systemContext('test'), (tx) => staged.attach(tx))).rejects.toMatchObject({ code: DOCUMENTS_UNAVAILABLE.code });
    await late.close();
  });

  it('should take nothing of a batch for written when a part of it is taken', async () => {
    const taken = aText();
    await opened.store.stage('comments', [taken]);
    const rest = [aText(), aText()];
    await expect(opened.store.stage('comments', [rest[0]!, { ...taken, body: 'another' }, rest[1]!])).rejects.toMatchObject({ code: 'DOCUMENTS.VERSION_TAKEN' });
    expect((await opened.store.getMany('comments', [taken])).get(taken.id)?.body).toBe('body');
  });

  /** The store on a connection that tells every command it sends. */
  function openWatched(at: string, commands: { name: string; command: Record<string, unknown> }[]): Promise<OpenMongoDocumentStore> {
    return openMongoDocumentStore({ uri: at, clock: new SystemClock(), logger: new MemoryLogger(), onCommand: (name, command) => commands.push({ name, command }) });
  }
});

describe('openMongoDocumentStore', () => {
  it('should end with the problem and its fix when nothing answers in time', async () => {
    const nowhere = openMongoDocumentStore({ uri: 'mongodb://127.0.0.1:1/cairn', clock: new SystemClock(), logger: new MemoryLogger(), patienceMs: 0 });
    await expect(nowhere).rejects.toThrow(/^MongoDB cannot be reached: [^]*\n {2}Fix: check MONGODB_URI/);
  });

  it('should say what it reached', async () => {
    const opened = await openMongoDocumentStore({ uri: ownUri(), clock: new SystemClock(), logger: new MemoryLogger() });
    expect(await opened.ping()).toMatch(/^version \d+\.\d+\.\d+, replica set \w+, database cairn_test_/);
    await opened.close();
  });
});

describe('indexes of MongoDB', () => {
  const uri = ownUri();
  let driver: Driver;
  let opened: OpenMongoDocumentStore;

  beforeAll(async () => {
    driver = await bareDriver(uri);
    opened = await openMongoDocumentStore({ uri, clock: new SystemClock(), logger: new MemoryLogger() });
  });
  afterAll(async () => {
    await opened.close();
    await driver.drop();
  });

  it('should be made when missing, and then be found as they should be', async () => {
    expect((await opened.checkIndexes()).map(({ collection, missing }) => [collection, missing])).toContainEqual(['questions', ['{id: 1, version: 1}', '{stagedAt: 1}']]);
    expect(await opened.ensureIndexes()).toContain('answers {id: 1, version: 1}');
    expect(await opened.checkIndexes()).toEqual([]);
    expect(await opened.ensureIndexes()).toEqual([]);
  });

  it('should be named when unexpected, and left alone', async () => {
    await driver.db.collection('comments').createIndex({ body: 1 }, { name: 'by_hand' });
    expect(await opened.checkIndexes()).toEqual([{ collection: 'comments', missing: [], unexpected: ['by_hand'] }]);
    await opened.ensureIndexes();
    expect(await driver.db.collection('comments').indexExists('by_hand')).toBe(true);
  });

  it('should be refused at start when one stands in the way that does not keep versions apart', async () => {
    await driver.db.collection('stories').dropIndexes();
    await driver.db.collection('stories').createIndex({ id: 1, version: 1 }, { name: 'version' });
    await expect(opened.ensureIndexes()).rejects.toThrow(/index on stories that is not ours[^]*Fix: drop it/);
  });
});
