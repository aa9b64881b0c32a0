import { newId } from '#libs/kernel';
import type { DocumentVersion, MovableDocumentStore } from '#libs/documents';

/** What every engine promises to `cairn move`; part of its suite. */
export function describeMovableStore(given: () => { store: MovableDocumentStore; age(minutes: number): Promise<void> }): void {
  function version(overrides: Partial<DocumentVersion> = {}): DocumentVersion {
    return { id: newId(), version: 1, body: 'body', bodyHtml: '<p>body</p>', createdAt: new Date('2020-01-02T03:04:05.678Z'), ...overrides };
  }

  it('stores copies as they are, again and again, in the place of what stands there', async () => {
    const { store } = given();
    const [one, two] = [version({ title: 'Ärger' }), version({ body: 'é'.repeat(1000) })];
    await store.put('questions', [one, two]);
    await store.put('questions', [one, { ...two, body: 'otherwise' }, version()]);
    await store.put('questions', []);
    const found = await store.getMany('questions', [one, two]);
    expect([found.get(one.id), found.get(two.id)]).toEqual([one, { ...two, body: 'otherwise' }]);
  });

  it('keeps copies from a sweep that sees their rows, and counts them', async () => {
    const { store, age } = given();
    const before = await store.count('questions');
    const copies = Array.from({ length: 300 }, () => version());
    await store.put('questions', copies);
    expect((await store.count('questions')) - before).toBe(300);
    await age(120);
    await store.sweep('questions', new Date(Date.now() - 3_600_000), async (ids) => new Map(ids.map((id) => [id, 99])));
    expect((await store.getMany('questions', copies)).size).toBe(300);
  });
}
