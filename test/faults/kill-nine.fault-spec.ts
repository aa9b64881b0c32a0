import { setTimeout as sleep } from 'node:timers/promises';
import { AnswerWriters, ApiClient, askQuestions } from '../support/answer-writers.js';
import { CairnProgram, removeFolder, temporaryFolder } from '../support/cairn-program.js';
import { audit, type Findings, SOUND } from './answer-ledger.js';

const ROUNDS = Number(process.env['CAIRN_FAULT_ROUNDS'] ?? 3);
const CLIENTS = 16;

interface Outcome {
  acknowledged: number;
  findings: Findings[];
}

/** Writes, kills everything at a random moment, starts again and looks, `rounds` times on one data folder. */
async function killRepeatedly(dataDir: string, rounds: number, env: Record<string, string> = {}): Promise<Outcome> {
  let program = await CairnProgram.start({ dataDir, env });
  const { token } = await program.cli<{ token: string }>('token', 'create', '--user', 'ada', '--scope', 'write');
  const api = new ApiClient(program.url, token);
  const questions = await askQuestions(api, 4);
  const acknowledged: string[] = [];
  const findings: Findings[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const writers = new AnswerWriters(api, questions, CLIENTS);
    await sleep(500 + Math.random() * 1_500);
    await program.killEverything();
    await writers.stop();
    if (writers.acknowledged.length === 0) throw new Error('nothing was written before the kill');
    acknowledged.push(...writers.acknowledged);
    program = await CairnProgram.start({ ...program.options });
    findings.push(await program.database((client) => audit(client, acknowledged, questions)));
  }
  await program.stop();
  return { acknowledged: acknowledged.length, findings };
}

describe(`kill -9 of everything, under ${CLIENTS} writers`, () => {
  let root: string;

  beforeEach(async () => {
    root = await temporaryFolder('kill-nine');
  });

  afterEach(async () => {
    await CairnProgram.killLeftovers();
    await removeFolder(root);
  });

  it(`should lose no acknowledged answer and no event, ${ROUNDS} times`, async () => {
    const { acknowledged, findings } = await killRepeatedly(`${root}/data`, ROUNDS);
    process.stdout.write(`kill -9: ${ROUNDS} rounds, ${acknowledged} acknowledged answers\n`);
    expect(findings).toEqual(Array.from({ length: ROUNDS }, () => SOUND));
  });

  it('should be noticed when the outbox write leaves the transaction (control)', async () => {
    const broken = { CAIRN_TEST_BUILD: 'true', CAIRN_TEST_BREAK: 'outbox-outside-tx' };
    const { findings } = await killRepeatedly(`${root}/data`, 1, broken);
    expect(findings[0]!.lostEvents).toBeGreaterThan(0);
    expect(findings[0]!.lostAnswers).toBe(0);
  });
});
