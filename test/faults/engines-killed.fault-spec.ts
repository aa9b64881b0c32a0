import { newId } from '#libs/kernel';
import { eventually } from '#libs/testing';
import { AnswerWriters, ApiClient, askQuestions } from '../support/answer-writers.js';
import { EnginesReader } from '../support/engines-reader.js';
import { killEngine, startEngine } from '../support/engines-servers.js';
import { type RunningCairn, startCairn } from '../support/start-cairn.js';
import { writeToken } from '../support/write-token.js';
import { ALL_HELD, auditEngines, type Ledger } from './engines-ledger.js';

const ROUNDS = Number(process.env['CAIRN_FAULT_ROUNDS'] ?? 1);
const CLIENTS = 16;
/** From the time the engine answers again. */
const RECOVERY_MS = 30_000;
const START_MS = 180_000;
const SERVERS = ['mongodb', 'redis', 'elasticsearch', 'keycloak'];

describe(`kill -9 of an engine, under ${CLIENTS} writers`, () => {
  let cairn: RunningCairn;
  let ledger: Omit<Ledger, 'questions'>;
  /** Of all rounds. */
  const acknowledged: string[] = [];
  let lastQuestions: string[] = [];

  /**
   * Read by the server's own driver. Answers here are never edited: what is there is equal. (Not by `doctor --search`: it counts every change of
   * a question's row, also those that are not indexed, and calls its other answers stale after each new one.)
   */
  const searchIsEqual = async (answers: readonly string[]): Promise<void> => expect((await ledger.reader.indexed(answers)).sort()).toEqual([...answers].sort());
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
  async function killUnderLoad(server: string): Promise<string[]> {
    lastQuestions = await askQuestions(ledger.api, 4);
    const writers = new AnswerWriters(ledger.api, lastQuestions, CLIENTS);
    try {
      await writers.until(20 + Math.floor(Math.random() * 80));
      await killEngine(server);
      await startEngine(server);
      await writers.until(writers.acknowledged.length + CLIENTS);
    } finally {
      await writers.stop();
      acknowledged.push(...writers.acknowledged);
    }
    return writers.acknowledged;
  }

  it.each(SERVERS)(`should lose nothing and double nothing: %s, ${ROUNDS} times`, async (server) => {
    for (let round = 1; round <= ROUNDS; round += 1) {
      const answers = await killUnderLoad(server);
      await eventually(nothingIsDown, RECOVERY_MS);
      expect(await auditEngines({ ...ledger, questions: lastQuestions }, answers)).toEqual(ALL_HELD);
      await eventually(() => searchIsEqual(answers), RECOVERY_MS);
    }
    process.stdout.write(`kill -9 ${server}: ${ROUNDS} rounds, ${acknowledged.length} acknowledged answers so far\n`);
  });

  it('should still hold the answers of every round', async () => {
    expect(await auditEngines({ ...ledger, questions: [] }, acknowledged)).toEqual({ ...ALL_HELD, unseen: acknowledged.length });
    await searchIsEqual(acknowledged);
  });

  it('should be noticed when something is lost (control)', async () => {
    const [first = ''] = acknowledged;
    await ledger.reader.lose(first);
    expect(await auditEngines({ ...ledger, questions: [] }, [...acknowledged, newId()])).toMatchObject({ lostRows: 1, lostTexts: 2 });
    await expect(searchIsEqual(acknowledged)).rejects.toThrow();
  });
});
