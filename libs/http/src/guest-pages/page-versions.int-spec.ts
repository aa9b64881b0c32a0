import { newId, systemContext } from '#libs/kernel';
import { testDatabase, type TestDatabase } from '#libs/testing';
import { LIST_KEYS, listKey, PageVersions } from './page-versions.js';

describe('PageVersions', () => {
  let db: TestDatabase;
  let versions: PageVersions;
  const ctx = systemContext('test');

  beforeAll(async () => {
    db = await testDatabase();
    versions = new PageVersions(db.reader);
  });
  afterAll(() => db.drop());

  const bump = (...keys: string[]): Promise<void> => db.unitOfWork.run(ctx, async (tx) => versions.bump(tx, ...keys));
  const counted = async (key: string): Promise<number> => (await db.query<{ version: number }>('select version from http.page_versions where key = $1', [key]))[0]?.version ?? 0;

  it('should change when any of the keys was bumped, and only then', async () => {
    const [mine, other] = [newId(), newId()];
    const never = await versions.read([mine, other]);
    await bump(mine);
    const once = await versions.read([mine, other]);
    await bump(newId());
    expect(await versions.read([mine, other])).toBe(once);
    await bump(other);
    expect(new Set([never, once, await versions.read([mine, other])]).size).toBe(3);
  });

  it('should not depend on the order of the keys', async () => {
    const keys = [newId(), newId(), newId()];
    await bump(...keys);
    expect(await versions.read(keys)).toBe(await versions.read(keys.toReversed()));
  });

  it('should be bumped once per transaction, as its very last step, and not at all when it rolls back', async () => {
    const key = newId();
    const steps: string[] = [];
    await db.unitOfWork.run(ctx, async (tx) => {
      versions.bump(tx, key);
      tx.beforeCommit('~later than that', async () => void steps.push(`late, version ${await counted(key)}`));
      tx.beforeCommit('tags', async (inner) => {
        steps.push('tags');
        versions.bump(inner, key);
      });
    });
    expect(steps).toEqual(['tags', 'late, version 0']);
    expect(await counted(key)).toBe(1);
    await expect(
      db.unitOfWork.run(ctx, async (tx) => {
        versions.bump(tx, key);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await counted(key)).toBe(1);
  });

  it('should lose no bump and not deadlock when many transactions bump the same keys in any order', async () => {
    const keys = Array.from({ length: 6 }, () => newId());
    const shuffled = (n: number): string[] => keys.map((_, index) => keys[(index * 5 + n) % 6]!);
    await Promise.all(Array.from({ length: 60 }, (_, n) => bump(...shuffled(n))));
    for (const key of keys) expect(await counted(key)).toBe(60);
    expect(await db.query('select deadlocks from pg_stat_database where datname = current_database()')).toEqual([{ deadlocks: 0 }]);
  });

  it('should spread rows over the list buckets by their id', () => {
    expect(LIST_KEYS).toHaveLength(16);
    const used = new Set(Array.from({ length: 500 }, () => listKey(newId())));
    expect([...used].sort()).toEqual([...LIST_KEYS].sort());
  });
});
