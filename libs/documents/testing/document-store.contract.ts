import { randomBytes } from 'node:crypto';
import { type AppError, newId, systemContext } from '#libs/kernel';
import type { UnitOfWork } from '#libs/persistence';
import { type DocumentStore, type DocumentVersion, VERSION_TAKEN } from '#libs/documents';

export interface DocumentStoreFixture {
  store: DocumentStore;
  unitOfWork: UnitOfWork;
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

    it('sweeps old versions that no row claims, and only those', async () => {
      const old = new Date('2020-01-01T00:00:00Z');
      const [orphan, claimed, young] = [text({ createdAt: old }), text({ createdAt: old }), text({ createdAt: new Date() })];
      await publish(orphan, claimed, young);
      const uncommitted = text({ id: claimed.id, version: 2, createdAt: old });
      await publish(uncommitted);
      const removed = await fixture.store.sweep('questions', new Date('2021-01-01T00:00:00Z'), async () => new Map([[claimed.id, 1]]));
      const left = await fixture.store.getMany('questions', [orphan, claimed, young]);
      expect(removed).toBe(2);
      expect(await fixture.store.versions('questions', claimed.id, 9)).toHaveLength(1);
      expect([...left.keys()].sort()).toEqual([claimed.id, young.id].sort());
    });
  });
}
