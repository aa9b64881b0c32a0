import { testDatabase, type TestDatabase } from '#libs/testing';
import { migrate, type Migration } from './migrator.js';

const FIRST: Migration = { id: 'spec-1-table', up: 'create table public.spec_steps (n int); insert into public.spec_steps values (1);' };
const SECOND: Migration = { id: 'spec-2-column', up: 'alter table public.spec_steps add column text text; insert into public.spec_steps values (2);' };

describe('migrate', () => {
  let db: TestDatabase;
  beforeEach(async () => {
    db = await testDatabase();
  });
  afterEach(() => db.drop());

  const steps = async (): Promise<number[]> => (await db.query<{ n: number }>('select n from public.spec_steps order by n')).map(({ n }) => n);

  it('should apply what is missing, in the order of the list, and nothing twice', async () => {
    expect(await migrate(db.direct, [FIRST])).toEqual([FIRST.id]);
    expect(await migrate(db.direct, [FIRST, SECOND])).toEqual([SECOND.id]);
    expect(await migrate(db.direct, [FIRST, SECOND])).toEqual([]);
    expect(await steps()).toEqual([1, 2]);
  });

  it('should refuse a migration that was changed after it had been applied', async () => {
    await migrate(db.direct, [FIRST]);
    const changed = { ...FIRST, up: `${FIRST.up} ` };
    await expect(migrate(db.direct, [changed, SECOND])).rejects.toThrow('spec-1-table was changed after it had been applied');
    expect(await steps()).toEqual([1]);
  });

  it('should apply each one once when several processes migrate at once', async () => {
    const applied = await Promise.all(Array.from({ length: 5 }, () => migrate(db.direct, [FIRST, SECOND])));
    expect(applied.flat().sort()).toEqual([FIRST.id, SECOND.id]);
    expect(await steps()).toEqual([1, 2]);
  });

  it('should undo a migration that fails half-way, name it, keep those before it and let the next attempt in', async () => {
    const broken = { id: 'spec-2-broken', up: 'insert into public.spec_steps values (9); select no_such_thing();' };
    await expect(migrate(db.direct, [FIRST, broken])).rejects.toThrow('migration spec-2-broken failed');
    expect(await steps()).toEqual([1]);
    expect(await migrate(db.direct, [FIRST, SECOND])).toEqual([SECOND.id]);
  });

  it('should have applied every migration of the program to the template of these tests', async () => {
    const [counts] = await db.query('select count(*) as all, count(distinct id) as ids from public.cairn_migrations');
    expect(counts).toEqual({ all: expect.any(Number), ids: (counts as { all: number }).all });
    expect((counts as { all: number }).all).toBeGreaterThan(5);
  });
});
