import { newId, systemContext } from '#libs/kernel';
import { testDatabase } from '#libs/testing';
import { sql } from '#libs/persistence';

const BUMP = sql('testing.bump', 'insert into http.page_versions (key, version) values ($1, 1)');
const COUNT = sql<{ count: number }>('testing.count', 'select count(*) from http.page_versions');

describe('testDatabase', () => {
  it('gives each caller a migrated database of its own', async () => {
    const [first, second] = await Promise.all([testDatabase(), testDatabase()]);
    try {
      await first.unitOfWork.run(systemContext('test'), async (tx) => {
        await tx.query(BUMP, [newId()]);
      });
      expect(await first.reader.one(COUNT)).toEqual({ count: 1 });
      expect(await second.reader.one(COUNT)).toEqual({ count: 0 });
    } finally {
      await Promise.all([first.drop(), second.drop()]);
    }
  });

  it('removes the database on drop', async () => {
    const kept = await testDatabase();
    const dropped = await testDatabase();
    await dropped.drop();
    const left = await kept.query('select datname from pg_database where datname = $1', [dropped.connection.database]);
    expect(left).toEqual([]);
    await kept.drop();
  });
});
