import { rmSync } from 'node:fs';
import path from 'node:path';
import { eventually } from '#libs/testing';
import { temporaryFolder } from '../support/embedded-database.js';
import { childrenOf, livingOf, processTable, workerOf } from '../support/process-table.js';
import { type RunningCairn, startCairn } from '../support/start-cairn.js';

/** Nothing here needs proxies to notice a drain. */
const env = { DRAIN_MS: '0' };

/** The PostgreSQL in the data folder. (check:engines leaves this file out: there is none.) */
describe('Cairn with its embedded PostgreSQL', () => {
  const root = temporaryFolder('family');
  const dataDir = path.join(root, 'data');
  let cairn: RunningCairn;

  beforeAll(async () => {
    cairn = await startCairn({ dataDir, env });
    await eventually(() => expect(cairn.output()).toMatch(/^ready /m));
  });

  afterAll(async () => {
    await cairn.stop();
    rmSync(root, { recursive: true, force: true });
  });

  it('should say where it is, with the accounts of the demo and the engine of each port', () => {
    expect(cairn.output()).toMatch(new RegExp(`^ready ${cairn.url}$`, 'm'));
    for (const word of ['ada', 'grace', 'root', 'embedded PostgreSQL 18']) expect(cairn.output()).toContain(word);
  });

  it('should refuse a second server on the same folder, name the first, and leave it alone', async () => {
    await expect(startCairn({ dataDir, env })).rejects.toThrow(new RegExp(`ended with 1[^]*already runs on ${dataDir} \\(process ${cairn.pid}\\)[^]*Fix: stop it`));
    expect((await fetch(`${cairn.url}/health/ready`)).status).toBe(200);
  });

  it('should answer again when PostgreSQL was killed', async () => {
    const postgres = (await childrenOf(cairn.pid)).find(({ command }) => command.includes('bin/postgres'))!;
    process.kill(postgres.pid, 'SIGKILL');
    await eventually(async () => expect(await livingOf([postgres])).toEqual([]));
    await eventually(async () => expect((await fetch(`${cairn.url}/api/questions`)).status).toBe(200));
    expect(await workerOf(cairn.pid)).toBeDefined();
  });

  it('should end PostgreSQL with everything else on SIGINT', async () => {
    // Whoever noticed its death has started it again: it may be the worker's child.
    const family = [...(await childrenOf(cairn.pid)), ...(await processTable()).filter(({ command }) => command.includes(dataDir))];
    expect(family.some(({ command }) => command.includes('bin/postgres'))).toBe(true);
    process.kill(cairn.pid, 'SIGINT');
    expect(await cairn.stop()).toBe(0);
    await eventually(async () => expect(await livingOf(family)).toEqual([]));
    expect((await processTable()).filter(({ command }) => command.includes(dataDir))).toEqual([]);
  });

  it('should end the worker and PostgreSQL when the API process is killed', async () => {
    cairn = await startCairn({ dataDir, env });
    let family: Awaited<ReturnType<typeof childrenOf>> = [];
    // The site answers before its worker is there.
    await eventually(async () => {
      family = await childrenOf(cairn.pid);
      expect(family.length).toBeGreaterThanOrEqual(2);
    });
    process.kill(cairn.pid, 'SIGKILL');
    await eventually(async () => expect(await livingOf(family)).toEqual([]));
  });
});
