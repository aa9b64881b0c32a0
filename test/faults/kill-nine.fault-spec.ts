import { rmSync } from 'node:fs';
import path from 'node:path';
import { AnswerWriters, ApiClient, askQuestions } from '../support/answer-writers.js';
import { lookInto, temporaryFolder } from '../support/embedded-database.js';
import { freePort, type RunningCairn, startCairn } from '../support/start-cairn.js';
import { writeToken } from '../support/write-token.js';
import { audit, type Findings, SOUND } from './answer-ledger.js';

const ROUNDS = Number(process.env['CAIRN_FAULT_ROUNDS'] ?? 3);
const CLIENTS = 16;

describe(`kill -9 of everything, under ${CLIENTS} writers`, () => {
  let root: string;
  let cairn: RunningCairn | undefined;

  beforeEach(() => {
    root = temporaryFolder('kill-nine');
  });

  afterEach(async () => {
    await cairn?.kill();
    rmSync(root, { recursive: true, force: true });
  });

  /** Writes, kills everything at a random moment, starts again and looks, `rounds` times on one data folder. */
  async function killRepeatedly(rounds: number, env: Record<string, string> = {}): Promise<{ acknowledged: number; findings: Findings[] }> {
    const options = { dataDir: path.join(root, 'data'), port: await freePort(), env };
    cairn = await startCairn(options);
    const api = new ApiClient(cairn.url, await writeToken(cairn));
    const questions = await askQuestions(api, 4);
    const acknowledged: string[] = [];
    const findings: Findings[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      const writers = new AnswerWriters(api, questions, CLIENTS);
      await writers.until(50 + Math.floor(Math.random() * 200));
      await cairn.kill();
      await writers.stop();
      acknowledged.push(...writers.acknowledged);
      cairn = await startCairn(options);
      findings.push(await lookInto(options.dataDir, (client) => audit(client, acknowledged, questions)));
    }
    return { acknowledged: acknowledged.length, findings };
  }

  it(`should lose no acknowledged answer and no event, ${ROUNDS} times`, async () => {
    const { acknowledged, findings } = await killRepeatedly(ROUNDS);
    process.stdout.write(`kill -9: ${ROUNDS} rounds, ${acknowledged} acknowledged answers\n`);
    expect(findings).toEqual(Array.from({ length: ROUNDS }, () => SOUND));
  });

  it('should be noticed when the outbox write leaves the transaction (control)', async () => {
    const { findings } = await killRepeatedly(1, { CAIRN_TEST_BUILD: 'true', CAIRN_TEST_BREAK: 'outbox-outside-tx' });
    expect(findings[0]).toMatchObject({ lostAnswers: 0, wrongCounters: 0 });
    expect(findings[0]!.lostEvents).toBeGreaterThan(0);
  });
});
