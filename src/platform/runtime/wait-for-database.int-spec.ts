import { StartupError } from '#libs/persistence';
import { testDatabase, type TestDatabase } from '#libs/testing';
import { waitForDatabase } from './wait-for-database.js';

describe('waitForDatabase', () => {
  let site: TestDatabase;

  beforeAll(async () => {
    site = await testDatabase();
  });
  afterAll(() => site.drop());

  it('should end once the server takes connections', async () => {
    await expect(waitForDatabase(site.connection)).resolves.toBeUndefined();
  });

  it.each([
    ['a database that is not there', { database: 'nowhere' }, 'create the database'],
    ['a user that is not there', { user: 'nobody' }, 'check the user and the password'],
  ])('should not wait for %s, and say what to do', async (_name, wrong, fix) => {
    const failure = await waitForDatabase({ ...site.connection, ...wrong }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StartupError);
    expect((failure as Error).message).toContain(`Fix: ${fix}`);
  });
});
