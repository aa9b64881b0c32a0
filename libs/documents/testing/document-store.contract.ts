import { randomBytes } from 'node:crypto';
import { type AppError, newId, systemContext } from '#libs/kernel';
import type { UnitOfWork } from '#libs/persistence';
import { type DocumentVersion, type MovableDocumentStore, type NewestVersions, VERSION_TAKEN } from '#libs/documents';
import { describeMovableStore } from './movable-document-store.contract.js';

const MINUTE_MS = 60_000;

export interface DocumentStoreFixture {
  store: MovableDocumentStore;
  unitOfWork: UnitOfWork;
  /** Capability: what was staged and never committed stays in the engine until it is taken over or swept. */
  leavesBehind: boolean;
  /** Lets everything of `questions` look as if it had been staged so much earlier, by the engine's own client. */
  age(minutes: number): Promise<void>;
  close(): Promise<void>;
}

function text(overrides: Partial<DocumentVersion> = {}): DocumentVersion {
  return { id: newId(), version: 1, body: 'body', bodyHtml: '<p>body</p>', createdAt: new Date('2026-01-02T03:04:05.678Z'), ...overrides };
}

/** What every engine of the document store promises. */
export function describeDocumentStoreContract(name: string, make: () => Promise<DocumentStoreFixture>): void {
  describe(`document store on ${name}`, () => {
    let fixture: DocumentStoreFixture;
    const ctx = systemContext('test');
    beforeAll(async () => {
      fixture = await make();
    });
    afterAll(() => fixture.close());

    async function publish(...versions: DocumentVersion[]): Promise<void> {
      const staged = await fixture.store.stage('questions', versions);
      await fixture.unitOfWork.run(ctx, (tx) => staged.attach(tx));
    }

    it('gives back what was attached, byte for byte', async () => {
      const version = text({ title: 'Ärger 日本語', body: `tab\t\r\nЖ 👩‍👩‍👧 ${randomBytes(8).toString('hex')}`, bodyHtml: '<p>&amp;</p>' });
      await publish(version);
      expect((await fixture.store.getMany('questions', [version])).get(version.id)).toEqual(version);
    });

    it('keeps every version apart and lists them newest first', async () => {
      const id = newId();
      await publish(text({ id, version: 1, body: 'one' }));
      await publish(text({ id, version: 2, body: 'two' }), text({ id, version: 3, body: 'three' }));
      expect((await fixture.store.getMany('questions', [{ id, version: 2 }])).get(id)?.body).toBe('two');
      expect((await fixture.store.versions('questions', id, 2)).map((v) => v.body)).toEqual(['three', 'two']);
      expect((await fixture.store.versions('questions', id, 2, 2)).map((v) => v.body)).toEqual(['one']);
    });

    it('answers many at once and leaves out what is missing', async () => {
      const stored = Array.from({ length: 50 }, () => text());
      await publish(...stored);
      const found = await fixture.store.getMany('questions', [...stored, { id: newId(), version: 1 }, { id: stored[0]!.id, version: 9 }].slice(0, 51));
      expect([...found.keys()].sort()).toEqual(stored.map((v) => v.id).sort());
      expect((await fixture.store.getMany('questions', [])).size).toBe(0);
    });

    it('keeps collections apart', async () => {
      const version = text();
      await publish(version);
      expect((await fixture.store.getMany('answers', [version])).size).toBe(0);
    });

    it('refuses the same version twice and keeps the first', async () => {
      const version = text({ body: 'first' });
      await publish(version);
      await expect(publish({ ...version, body: 'second' })).rejects.toMatchObject({ code: VERSION_TAKEN.code });
      expect((await fixture.store.getMany('questions', [version])).get(version.id)?.body).toBe('first');
    });

    it('lets exactly one of twenty concurrent writers of a version win', async () => {
      const id = newId();
      const results = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => publish(text({ id, body: `writer ${n}` }))));
      const failures = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as AppError] : []));
      expect(failures.map((failure) => failure.code)).toEqual(Array.from({ length: 19 }, () => VERSION_TAKEN.code));
    });

    it('holds a body of 64 KB', async () => {
      const version = text({ body: 'é'.repeat(32 * 1024), bodyHtml: 'x'.repeat(256 * 1024) });
      await publish(version);
      expect((await fixture.store.getMany('questions', [version])).get(version.id)).toEqual(version);
    });

    it('erases every version and ignores unknown ids', async () => {
      const id = newId();
      await publish(text({ id, version: 1 }), text({ id, version: 2 }));
      await fixture.store.erase('questions', [id, newId()]);
      expect(await fixture.store.versions('questions', id, 10)).toEqual([]);
    });

    it('sweeps what no row claims by the time it was staged, whatever its own date', async () => {
      const [orphan, claimed] = [text(), text()];
      await publish(orphan, claimed);
      await publish(text({ id: claimed.id, version: 2 }));
      await fixture.age(120);
      const [young, imported] = [text(), text({ createdAt: new Date('2010-01-01T00:00:00Z') })];
      await publish(young, imported);
      const newest: NewestVersions = async (ids) => new Map(ids.filter((id) => id !== orphan.id).map((id) => [id, id === claimed.id ? 1 : 99]));
      const removed = await fixture.store.sweep('questions', new Date(Date.now() - 60 * MINUTE_MS), newest);
      const left = await fixture.store.getMany('questions', [orphan, claimed, young, imported]);
      expect(removed).toBe(2);
      expect(await fixture.store.versions('questions', claimed.id, 9)).toHaveLength(1);
      expect([...left.keys()].sort()).toEqual([claimed.id, young.id, imported.id].sort());
    });

    it('never sweeps the last five minutes: a transaction may be about to show what is theirs', async () => {
      const young = text();
      await publish(young);
      const removed = await fixture.store.sweep('questions', new Date(Date.now() + 60 * MINUTE_MS), async (ids) => new Map(ids.filter((id) => id !== young.id).map((id) => [id, 99])));
      expect([removed, (await fixture.store.getMany('questions', [young])).size]).toEqual([0, 1]);
    });

    it('sweeps an orphan among versions that a sweep has seen before', async () => {
      const id = newId();
      await publish(text({ id }));
      await fixture.age(120);
      const hourAgo = (): Date => new Date(Date.now() - 60 * MINUTE_MS);
      const newest: NewestVersions = async (ids) => new Map(ids.map((each) => [each, each === id ? 1 : 99]));
      expect(await fixture.store.sweep('questions', hourAgo(), newest)).toBe(0);
      await publish(text({ id, version: 2 }));
      await fixture.age(120);
      expect([await fixture.store.sweep('questions', hourAgo(), newest), (await fixture.store.versions('questions', id, 9)).length]).toEqual([1, 1]);
    });

    it('reads a whole collection in order, page by page', async () => {
      const ids = [newId(), newId(), newId()];
      await publish(...ids.flatMap((id) => [text({ id, version: 1 }), text({ id, version: 2 }), text({ id, version: 10 })]));
      const seen: DocumentVersion[] = [];
      for (;;) {
        const page = await fixture.store.scan('questions', seen.at(-1) ?? null, 7);
        if (page.length === 0) break;
        seen.push(...page);
      }
      const refs = seen.map(({ id, version }) => `${id} ${String(version).padStart(10, '0')}`);
      expect(refs).toEqual([...refs].sort());
      expect(new Set(refs).size).toBe(refs.length);
      expect(seen.filter(({ id }) => ids.includes(id)).map(({ version }) => version)).toEqual([1, 2, 10, 1, 2, 10, 1, 2, 10]);
    });

    it('writes and reads many at once: an import', async () => {
      const many = Array.from({ length: 700 }, (_, n) => text({ body: `${n} `.repeat(900) }));
      await publish(...many);
      const found = await fixture.store.getMany('questions', many);
      expect(many.every((version) => found.get(version.id)?.body === version.body)).toBe(true);
    });

    describeRefusals(() => fixture);
    describeMovableStore(() => fixture);
    describeLeftBehind(() => fixture, publish);
  });
}

type Publish = (...versions: DocumentVersion[]) => Promise<void>;

/** The edge lets none of these in; should one come through all the same, it meets a type and not an engine. */
function describeRefusals(given: () => DocumentStoreFixture): void {
  const hostile: [string, unknown][] = [['an operator', { $gt: '' }], ['a list', ['a']], ['a regular expression', /./], ['null', null], ['a text that is no id', "x' or true --"], ['code', { $where: 'true' }]];

  it.each(hostile)('refuses %s as an id, wherever one goes', async (_name, id) => {
    const { store } = given();
    const wrong = id as string;
    const all = async () => new Map<string, number>();
    const calls = [
      () => store.stage('questions', [text({ id: wrong })], all),
      () => store.getMany('questions', [{ id: wrong, version: 1 }]),
      () => store.versions('questions', wrong, 10),
      () => store.erase('questions', [wrong]),
      () => store.scan('questions', { id: wrong, version: 1 }, 10),
    ];
    for (const call of calls) await expect(call()).rejects.toThrow(TypeError);
  });

  it.each(hostile)('refuses %s as a version number', async (_name, version) => {
    const { store } = given();
    const wrong = version as number;
    const calls = [() => store.stage('questions', [text({ version: wrong })]), () => store.getMany('questions', [{ id: newId(), version: wrong }]), () => store.versions('questions', newId(), 10, wrong)];
    for (const call of calls) await expect(call()).rejects.toThrow(TypeError);
  });

  it('refuses fields that a version of the collection does not have, values of other types, and unknown collections', async () => {
    const { store } = given();
    const wrong = [{ ...text(), admin: true }, { ...text(), $set: { body: '' } }, text({ body: { $ne: null } as unknown as string }), text({ createdAt: 'now' as unknown as Date }), text({ version: 0 })];
    for (const version of wrong) await expect(store.stage('questions', [version])).rejects.toThrow(TypeError);
    await expect(store.stage('answers', [text({ title: 'An answer has none' })])).rejects.toThrow(TypeError);
    await expect(store.getMany('__proto__' as 'questions', [])).rejects.toThrow(TypeError);
  });
}

/** What becomes of a version whose transaction never committed. */
function describeLeftBehind(given: () => DocumentStoreFixture, publish: Publish): void {
  const rowShows = (version: number): NewestVersions => async (ids) => new Map(ids.map((id) => [id, version]));

  /** A visible first version, and a second one that was staged by an edit which died. */
  async function crashedEdit(): Promise<DocumentVersion> {
    const first = text();
    await publish(first);
    const second = text({ id: first.id, version: 2, body: 'of the edit that died' });
    await given().store.stage('questions', [second]);
    return second;
  }

  async function stored({ id, version }: DocumentVersion): Promise<string | undefined> {
    return (await given().store.getMany('questions', [{ id, version }])).get(id)?.body;
  }

  async function commit(version: DocumentVersion, newest?: NewestVersions): Promise<void> {
    const staged = await given().store.stage('questions', [version], newest);
    await given().unitOfWork.run(systemContext('test'), (tx) => staged.attach(tx));
  }

  it('is held by an engine of its own, and by PostgreSQL not at all', async () => {
    const second = await crashedEdit();
    expect(await stored(second)).toBe(given().leavesBehind ? second.body : undefined);
    const next = commit({ ...second, body: 'another' });
    if (given().leavesBehind) await expect(next).rejects.toMatchObject({ code: VERSION_TAKEN.code });
    else await next;
  });

  it('lets the same edit be tried again at once', async () => {
    const second = await crashedEdit();
    await commit(second, rowShows(1));
    expect(await stored(second)).toBe(second.body);
  });

  it('lets another edit have its number once it can no longer be committed', async () => {
    const second = await crashedEdit();
    const next = { ...second, body: 'of the next edit' };
    if (given().leavesBehind) await expect(commit(next, rowShows(1))).rejects.toMatchObject({ code: VERSION_TAKEN.code });
    await given().age(3);
    await commit(next, rowShows(1));
    expect(await stored(second)).toBe(next.body);
  });

  it('is told from a visible version, which nothing replaces, however old', async () => {
    const id = newId();
    const second = text({ id, version: 2 });
    await publish(text({ id }), second);
    await given().age(3000);
    for (const body of [second.body, 'another']) {
      await expect(commit({ ...second, body }, rowShows(2))).rejects.toMatchObject({ code: VERSION_TAKEN.code });
    }
    expect(await stored(second)).toBe(second.body);
  });

  it('is given to exactly one of twenty edits that want its number', async () => {
    const second = await crashedEdit();
    await given().age(3);
    const bodies = Array.from({ length: 20 }, (_, n) => `edit ${n}`);
    const results = await Promise.allSettled(bodies.map((body) => commit({ ...second, body }, rowShows(1))));
    const winners = bodies.filter((_, n) => results[n]!.status === 'fulfilled');
    expect(winners).toEqual([await stored(second)]);
  });
}
