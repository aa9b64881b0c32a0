import { newId } from '#libs/kernel';
import { eventually } from '#libs/testing';
import { AnswerWriters, ApiClient, askQuestions } from '../support/answer-writers.js';
import { EnginesReader } from '../support/engines-reader.js';
import { killEngine, startEngine } from '../support/engines-servers.js';
import { ALL_IN, auditSignUps, SignUps } from '../support/sign-ups.js';
import type { SignedIn } from '../support/sign-in.js';
import { cairnCli, type RunningCairn, startCairn } from '../support/start-cairn.js';
import { writeToken } from '../support/write-token.js';
import { ALL_HELD, auditEngines, type Ledger } from './engines-ledger.js';

const ROUNDS = Number(process.env['CAIRN_FAULT_ROUNDS'] ?? 1);
const CLIENTS = 16;
/** Who register meanwhile, and how many must be in before Keycloak is killed, right behind the last of them. */
const NEWCOMERS = 2;
const FIRST_IN = 4;
/** From the time the engine answers again. */
const RECOVERY_MS = 30_000;
const START_MS = 180_000;
const SERVERS = ['mongodb', 'redis', 'elasticsearch', 'keycloak'];

describe(`kill -9 of an engine, under ${CLIENTS} writers`, () => {
  let cairn: RunningCairn;
  let ledger: Omit<Ledger, 'questions'>;
  /** The texts of all rounds. */
  const acknowledged = new Map<string, string>();
  const people: SignedIn[] = [];
  let lastQuestions: string[] = [];

  /** Read by the server's own driver. Answers here are never edited. */
  const searchIsEqual = async (answers: ReadonlyMap<string, string>): Promise<void> => expect(await ledger.reader.indexed([...answers.keys()])).toEqual(answers);
  const nothingIsDown = async (): Promise<void> => {
    const answer = await fetch(`${cairn.url}/health/ready`);
    const { checks } = (await answer.json()) as { checks: { name: string; ok: boolean }[] };
    expect([answer.status, checks.filter(({ ok }) => !ok)]).toEqual([200, []]);
  };

  beforeAll(async () => {
    cairn = await startCairn({ env: { CAIRN_DEMO: 'false' } });
    const api = new ApiClient(cairn.url, await writeToken(cairn));
    ledger = { databaseUrl: cairn.env['DATABASE_DIRECT_URL']!, reader: new EnginesReader(cairn), api };
    await eventually(nothingIsDown, START_MS);
  });
  afterAll(async () => {
    await ledger?.reader.close();
    await cairn?.stop();
    for (const server of SERVERS) await startEngine(server);
  });

  /** Writes, kills the engine at a random moment, brings it back, writes on. @returns what was acknowledged */
  async function killUnderLoad(server: string): Promise<{ answers: ReadonlyMap<string, string>; people: readonly SignedIn[] }> {
    lastQuestions = await askQuestions(ledger.api, 4);
    const writers = new AnswerWriters(ledger.api, lastQuestions, CLIENTS);
    const signUps = new SignUps(cairn.url, server === 'keycloak' ? NEWCOMERS : 0);
    try {
      await writers.until(20 + Math.floor(Math.random() * 80));
      if (server === 'keycloak') await signUps.until(FIRST_IN + Math.floor(Math.random() * FIRST_IN));
      await killEngine(server);
      await startEngine(server);
      await writers.until(writers.acknowledged.length + CLIENTS);
    } finally {
      await Promise.all([writers.stop(), signUps.stop()]);
      for (const [id, text] of writers.texts) acknowledged.set(id, text);
      people.push(...signUps.people);
    }
    return { answers: writers.texts, people: signUps.people };
  }

  it.each(SERVERS)(`should lose nothing and double nothing: %s, ${ROUNDS} times`, async (server) => {
    for (let round = 1; round <= ROUNDS; round += 1) {
      const made = await killUnderLoad(server);
      await eventually(nothingIsDown, RECOVERY_MS);
      // From here on nothing is written: what differs after this time stays different.
      await eventually(() => searchIsEqual(made.answers), RECOVERY_MS);
      expect(await auditEngines({ ...ledger, questions: lastQuestions }, made.answers)).toEqual(ALL_HELD);
      expect(await auditSignUps(ledger.databaseUrl, ledger.reader, made.people)).toEqual(ALL_IN);
    }
    process.stdout.write(`kill -9 ${server}: ${ROUNDS} rounds, so far ${acknowledged.size} acknowledged answers and ${people.length} people signed up\n`);
  });

  it('should still hold what was acknowledged in every round, and a search index that is equal to it', async () => {
    expect(people.length).toBeGreaterThan(0);
    expect(await auditEngines({ ...ledger, questions: [] }, acknowledged)).toEqual({ ...ALL_HELD, unseen: acknowledged.size });
    expect(await auditSignUps(ledger.databaseUrl, ledger.reader, people)).toEqual(ALL_IN);
    await searchIsEqual(acknowledged);
    expect(JSON.parse(await cairnCli(cairn, ['doctor', '--search', '--json']))).toMatchObject({ ok: true });
  });

  it('should be noticed when something is lost (control)', async () => {
    const [first = ''] = acknowledged.keys();
    await ledger.reader.lose(first);
    expect(await auditEngines({ ...ledger, questions: [] }, new Map([...acknowledged, [newId(), 'never posted']]))).toMatchObject({ lostRows: 1, lostTexts: 2 });
    await expect(searchIsEqual(acknowledged)).rejects.toThrow();
    const [somebody] = people;
    await ledger.reader.forget(somebody!.person.handle);
    expect(await auditSignUps(ledger.databaseUrl, ledger.reader, people)).toMatchObject({ lostAccounts: 1, lostSignIns: 1 });
  });
});
