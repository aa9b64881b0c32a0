import { eventually } from '#libs/testing';
import { NO_DRAIN, OwnCairn } from '../support/own-cairn.js';
import { childrenOf, livingOf, processTable, workerOf } from '../support/process-table.js';
import { startCairn } from '../support/start-cairn.js';

/** The PostgreSQL in the data folder. (check:engines leaves this file out: there is none.) */
describe('Cairn with its embedded PostgreSQL', () => {
  const own = new OwnCairn();
  const { dataDir } = own;

  it('should say where it is, with the accounts of the demo and the engine of each port', () => {
    expect(own.running.output()).toMatch(new RegExp(`^ready ${own.running.url}$`, 'm'));
    for (const word of ['ada', 'grace', 'root', 'embedded PostgreSQL 18']) expect(own.running.output()).toContain(word);
  });

  it('should refuse a second server on the same folder, name the first, and leave it alone', async () => {
    await expect(startCairn({ dataDir, env: NO_DRAIN })).rejects.toThrow(new RegExp(`ended with 1[^]*already runs on ${dataDir} \\(process ${own.running.pid}\\)[^]*Fix: stop it`));
    expect((await fetch(`${own.running.url}/health/ready`)).status).toBe(200);
  });

  it('should answer again when PostgreSQL was killed', async () => {
    const postgres = (await childrenOf(own.running.pid)).find(({ command }) => command.includes('bin/postgres'))!;
    process.kill(postgres.pid, 'SIGKILL');
    await eventually(async () => expect(await livingOf([postgres])).toEqual([]));
    await eventually(async () => expect((await fetch(`${own.running.url}/api/questions`)).status).toBe(200));
    expect(await workerOf(own.running.pid)).toBeDefined();
  });

  it('should end PostgreSQL with everything else on SIGINT', async () => {
    // Whoever noticed its death has started it again: it may be the worker's child.
    const family = [...(await childrenOf(own.running.pid)), ...(await processTable()).filter(({ command }) => command.includes(dataDir))];
    expect(family.some(({ command }) => command.includes('bin/postgres'))).toBe(true);
    process.kill(own.running.pid, 'SIGINT');
    expect(await own.running.stop()).toBe(0);
    await eventually(async () => expect(await livingOf(family)).toEqual([]));
    // Nobody either who was not there yet; a list of processes is not of one moment.
    await eventually(async () => expect((await processTable()).filter(({ command }) => command.includes(dataDir))).toEqual([]));
  });

  it('should end the worker and PostgreSQL when the API process is killed', async () => {
    await own.start();
    let family: Awaited<ReturnType<typeof childrenOf>> = [];
    // The site answers before its worker is there.
    await eventually(async () => {
      family = await childrenOf(own.running.pid);
      expect(family.length).toBeGreaterThanOrEqual(2);
    });
    process.kill(own.running.pid, 'SIGKILL');
    await eventually(async () => expect(await livingOf(family)).toEqual([]));
  });
});
