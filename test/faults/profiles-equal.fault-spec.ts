import { randomInt } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { History, type HistoryStep } from '../support/history.js';
import { type HistoryAnswer, HistorySite } from '../support/history-site.js';
import { Seeded } from '../support/seeded.js';
import { type RunningCairn, startCairn } from '../support/start-cairn.js';

const OPERATIONS = Number(process.env['CAIRN_DIFF_OPERATIONS'] ?? 200);
const SEED = Number(process.env['CAIRN_DIFF_SEED'] ?? randomInt(2 ** 31));
const MEMBERS = ['ada-h', 'bob-h', 'cleo-h'];
const MOST_DIFFERENCES = 10;
const MODERATOR = 'grace-h';
const ENGINES = [
  'DATABASE_URL', 'DATABASE_DIRECT_URL', 'DATABASE_READ_URL', 'DATABASE_PREPARED_STATEMENTS', 'MONGODB_URI', 'REDIS_URL', 'REDIS_CACHE_URL', 'ELASTICSEARCH_URL',
  'KEYCLOAK_URL', 'KEYCLOAK_CLIENT_SECRET', 'CAIRN_SECRET',
];
/** An empty variable counts as not set. */
const ONE_MACHINE = Object.fromEntries(ENGINES.map((name) => [name, '']));

interface Hits {
  items: { id: string }[];
  nextCursor: string | null;
}

/**
 * The one difference that an engine forces (docs/adr/0038): relevance is counted in each engine's own way, and PostgreSQL ranks only so many hits
 * of a common word, where its list then ends. So such lists are compared whole, without their order, and a long one with what the longer one has of it.
 */
const RANKED = 100;
const isRanked = ({ path }: HistoryStep): boolean => path.startsWith('/api/search?') && !/sort=(new|score)/.test(path);

function sameHits(answers: readonly HistoryAnswer[]): HistoryAnswer[] {
  const lists = answers.map(({ body }) => (body as Hits).items);
  const shortest = lists.reduce((a, b) => (b.length < a.length ? b : a));
  const ids = new Set(shortest.map(({ id }) => id));
  return answers.map((answer, index) => {
    const items = shortest.length < RANKED ? lists[index]! : lists[index]!.filter(({ id }) => ids.has(id));
    return { ...answer, body: { ...(answer.body as Hits), items: items.toSorted((a, b) => (a.id < b.id ? -1 : 1)) } };
  });
}

async function wholeList(site: HistorySite, step: HistoryStep): Promise<HistoryAnswer> {
  const items: Hits['items'] = [];
  let cursor = '';
  for (;;) {
    const raw = await site.ask({ ...step, path: `${step.path}${cursor}` });
    const answer = site.plain(raw);
    if (answer.status !== 200) return answer;
    items.push(...(answer.body as Hits).items);
    const { nextCursor } = raw.body as Hits;
    if (nextCursor === null) return { ...answer, body: { ...(answer.body as Hits), items } };
    cursor = `&cursor=${encodeURIComponent(nextCursor)}`;
  }
}

/** Plays steps on both sites at once. */
class Duel {
  answered = 0;
  /** What was read differently; a write that is answered differently ends the history, for all after it would differ. */
  readonly differences: string[] = [];
  readonly statuses = new Map<number, number>();

  constructor(private readonly sites: readonly HistorySite[]) {}

  /** @throws with the step and both answers when they differ */
  async play(step: HistoryStep): Promise<void> {
    if (step.isDerived) await this.caughtUp();
    if (isRanked(step)) return this.playRanked(step);
    let paths = this.sites.map(() => step.path);
    for (let page = 0; page <= (step.pages ?? 0); page += 1) {
      const answers = await Promise.all(this.sites.map((site, index) => site.ask({ ...step, path: paths[index]! })));
      if (step.makes && answers.every(({ status }) => status === 201)) for (const [index, site] of this.sites.entries()) site.name(step.makes, answers[index]!);
      this.compare(step, page, answers.map((answer, index) => this.sites[index]!.plain(answer)));
      const cursors = answers.map(({ body }) => (body as { nextCursor?: string | null } | null)?.nextCursor);
      if (!cursors.every((cursor) => typeof cursor === 'string')) return;
      paths = cursors.map((cursor) => `${step.path}${step.path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`);
    }
  }

  private async playRanked(step: HistoryStep): Promise<void> {
    const answers = await Promise.all(this.sites.map((site) => wholeList(site, step)));
    this.compare(step, 0, answers.every(({ status }) => status === 200) ? sameHits(answers) : answers);
  }

  async caughtUp(): Promise<void> {
    await Promise.all(this.sites.map((site) => site.caughtUp()));
  }

  private compare(step: HistoryStep, page: number, answers: readonly HistoryAnswer[]): void {
    const [one, other] = answers;
    this.answered += 1;
    this.statuses.set(one!.status, (this.statuses.get(one!.status) ?? 0) + 1);
    if (isDeepStrictEqual(one, other) && one!.status < 500) return;
    const difference = `step ${JSON.stringify(step)}, page ${page}:\none machine:  ${JSON.stringify(one)}\ndistributed:  ${JSON.stringify(other)}`;
    if (step.method !== 'GET' || this.differences.length >= MOST_DIFFERENCES) throw new Error([...this.differences, difference].join('\n'));
    this.differences.push(difference);
  }
}

describe('the two profiles', () => {
  const running: RunningCairn[] = [];
  const sites: HistorySite[] = [];

  beforeAll(async () => {
    const common = { CAIRN_DEMO: 'false' };
    for (const env of [{ ...common, ...ONE_MACHINE }, common]) running.push(await startCairn({ env }));
    sites.push(...running.map((cairn) => new HistorySite(cairn)));
    for (const site of sites) {
      for (const handle of MEMBERS) await site.join(handle);
      await site.appoint(MODERATOR);
    }
  });
  afterAll(async () => {
    await Promise.all(sites.map((site) => site.close()));
    for (const cairn of running) await cairn.stop();
  });

  async function untilTheIndexAnswers(): Promise<void> {
    const deadline = Date.now() + 180_000;
    for (;;) {
      const duel = new Duel(sites);
      await duel.play({ what: 'wait for the index', method: 'GET', path: '/api/search?q=ada-h&sort=new', isDerived: true });
      if (duel.differences.length === 0) return;
      if (Date.now() > deadline) throw new Error(duel.differences[0]);
    }
  }

  it(`should answer ${OPERATIONS} operations alike, and hold the same in the end`, async () => {
    process.stdout.write(`profiles: CAIRN_DIFF_SEED=${SEED}\n`);
    const history = new History(new Seeded(SEED), MEMBERS, MODERATOR);
    const duel = new Duel(sites);
    await untilTheIndexAnswers();
    for (let n = 1; n <= OPERATIONS; n += 1) {
      const step = history.next();
      await duel.play(step).catch((error: Error) => {
        throw new Error(`seed ${SEED}, operation ${n}, ${error.message}`, { cause: error });
      });
    }
    await duel.caughtUp();
    for (const step of history.export()) await duel.play(step);
    process.stdout.write(`profiles: ${OPERATIONS} operations, ${duel.answered} answers compared, by status ${JSON.stringify(Object.fromEntries(duel.statuses))}\n`);
    expect(duel.differences).toEqual([]);
    expect([...duel.statuses.keys()]).toEqual(expect.arrayContaining([200, 201, 404, 422]));
  });

  it('should be noticed when one of them loses an edit (control)', async () => {
    const [one, other] = sites as [HistorySite, HistorySite];
    const edit: HistoryStep = { what: 'control', method: 'PATCH', path: '/api/users/me', as: MEMBERS[0], body: { bio: 'Only one of them keeps this.' } };
    const forgetful = Object.assign(Object.create(other) as HistorySite, { ask: (step: HistoryStep) => other.ask({ ...step, method: 'GET', body: undefined }) });
    await expect(new Duel([one, forgetful]).play(edit)).rejects.toThrow('Only one of them keeps this.');
  });
});
