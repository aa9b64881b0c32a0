import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SystemClock } from '#libs/kernel';
import { SearchEngine } from '#libs/search-engine';
import { IdentityModule } from '#modules/identity';
import { TestSite } from '../../../test/support/test-site.js';
import { DemoCommunity } from './demo-community.js';
import { DemoLoader } from './demo-loader.js';
import { DemoModule } from './demo.module.js';
import { people } from './content/people.js';
import { threads } from './content/threads.js';

describe('DemoCommunity', () => {
  let site: TestSite;
  let dataDir: string;

  beforeEach(async () => {
    site = await TestSite.open(new SystemClock(), [IdentityModule, DemoModule]);
    dataDir = await mkdtemp(join(tmpdir(), 'cairn-demo-'));
  });
  afterEach(async () => {
    await site.close();
    await rm(dataDir, { recursive: true });
  });

  const ensure = () => site.get(DemoCommunity).ensure(dataDir);
  const count = async (table: string): Promise<number> => (await site.db.query<{ n: number }>(`select count(*)::int as n from ${table}`))[0]!.n;

  it('should fill an empty site with people, threads, votes and an index', async () => {
    const { accounts, isNew } = await ensure();
    expect(isNew).toBe(true);
    expect(accounts.map(({ handle, role }) => [handle, role])).toEqual([['ada', 'learner'], ['grace', 'moderator'], ['root', 'admin']]);
    expect(await count('users.members')).toBe(people.length);
    expect(await count('questions.questions')).toBe(threads.length);
    const [sums] = await site.db.query(`select sum(answer_count)::int as answers, count(*) filter (where accepted_answer_id is not null)::int as accepted,
      count(*) filter (where closed_at is not null)::int as closed, bool_and(created_at < now()) as past from questions.questions`);
    const answers = threads.flatMap((thread) => thread.answers);
    expect(sums).toEqual({ answers: answers.length, accepted: answers.filter((answer) => answer.isAccepted).length, closed: 1, past: true });
    const off = await site.db.query(`select id from questions.questions q where score <> coalesce((select sum(value) from questions.votes where target_id = q.id), 0)
      union all select id from questions.answers a where score <> coalesce((select sum(value) from questions.votes where target_id = a.id), 0)`);
    expect(off).toEqual([]);
    expect(await site.get(SearchEngine).count()).toMatchObject({ question: threads.length, answer: answers.length, user: people.length });
  });

  it('should give the three a role, a profile and a past', async () => {
    await ensure();
    const members = await site.db.query(`select handle, role, bio <> '' as has_bio, created_at < now() - interval '40 days' as is_old from users.members
      where handle in ('ada', 'grace', 'root') order by handle`);
    expect(members).toEqual([
      { handle: 'ada', role: 'learner', has_bio: true, is_old: true },
      { handle: 'grace', role: 'moderator', has_bio: true, is_old: true },
      { handle: 'root', role: 'admin', has_bio: true, is_old: true },
    ]);
  });

  it('should keep the passwords for nobody else to read', async () => {
    const { accounts } = await ensure();
    const file = join(dataDir, 'secrets', 'demo-accounts.json');
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(accounts);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(new Set(accounts.map((account) => account.password)).size).toBe(3);
  });

  it('should do nothing the second time, also when everything was deleted', async () => {
    const first = await ensure();
    await site.db.query('delete from questions.votes');
    await site.db.query('delete from questions.answers');
    await site.db.query('delete from questions.questions');
    expect(await ensure()).toEqual({ accounts: first.accounts, isNew: false });
    expect(await count('questions.questions')).toBe(0);
  });

  it('should leave a site alone that has members of its own', async () => {
    await site.member('somebody');
    expect(await ensure()).toEqual({ accounts: [], isNew: false });
    expect(await count('questions.questions')).toBe(0);
  });

  it('should finish what was begun, with the passwords already kept', async () => {
    const loader = site.get(DemoLoader);
    const load = loader.load.bind(loader);
    loader.load = () => Promise.reject(new Error('power cut'));
    await expect(ensure()).rejects.toThrow('power cut');
    const kept = await readFile(join(dataDir, 'secrets', 'demo-accounts.json'), 'utf8');
    loader.load = load;
    const { accounts, isNew } = await ensure();
    expect(isNew).toBe(true);
    expect(accounts).toEqual(JSON.parse(kept));
    expect(await count('users.members')).toBe(people.length);
  });
});
