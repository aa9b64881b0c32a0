import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from '#libs/testing';
import { ApiClient, askQuestions } from '../support/answer-writers.js';
import { temporaryFolder } from '../support/embedded-database.js';
import { NO_DRAIN, OwnCairn } from '../support/own-cairn.js';
import { childrenOf, livingOf, processTable, workerOf } from '../support/process-table.js';
import { freePort, type RunningCairn, startCairn } from '../support/start-cairn.js';
import { writeToken } from '../support/write-token.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

describe('starting and stopping', () => {
  let root: string;
  let dataDir: string;
  let cairn: RunningCairn | undefined;

  beforeEach(() => {
    root = temporaryFolder('start');
    dataDir = path.join(root, 'data');
  });

  afterEach(async () => {
    await cairn?.stop();
    cairn = undefined;
    rmSync(root, { recursive: true, force: true });
  });

  describe('when it may not start', () => {
    it('should name a port in use and how to take another, and leave no PostgreSQL behind', async () => {
      const squatter = net.createServer().listen(0, '127.0.0.1');
      await once(squatter, 'listening');
      const { port } = squatter.address() as net.AddressInfo;
      await expect(startCairn({ dataDir, port, env: NO_DRAIN })).rejects.toThrow(new RegExp(`ended with 1[^]*port ${port} [^]*in use[^]*Fix: [^]*PORT`, 'i'));
      squatter.close();
      expect((await processTable()).filter(({ command }) => command.includes(dataDir))).toEqual([]);
    });

    it('should refuse a folder that holds something else', async () => {
      mkdirSync(dataDir);
      writeFileSync(path.join(dataDir, 'thesis.odt'), 'mine');
      await expect(startCairn({ dataDir, env: NO_DRAIN })).rejects.toThrow(/ended with 1[^]*thesis\.odt[^]*Fix: set DATA_DIR/);
    });

    it('should name every bad variable at once, without a stack', async () => {
      const start = startCairn({ dataDir, env: { PORT: 'eighty', PUBLIC_URL: 'here', STORAGE_RESERVE_MB: '-1' } });
      const message = await start.then(String, (error: Error) => error.message);
      for (const variable of ['PORT', 'PUBLIC_URL', 'STORAGE_RESERVE_MB']) expect(message).toContain(variable);
      expect(message).toMatch(/ended with 1[^]*Fix: correct these variables/);
      expect(message).not.toMatch(/^ {4}at /m);
    });

    it('should ask for CAIRN_SECRET when the database is somewhere else', async () => {
      await expect(startCairn({ dataDir, env: { DATABASE_URL: 'postgres://127.0.0.1:1/none', CAIRN_SECRET: '' } })).rejects.toThrow(/ended with 1[^]*CAIRN_SECRET[^]*Fix:/);
    });

    it('should tell an old Node that it is too old, before anything else', async () => {
      const pretend = "data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'18.19.0'}})";
      const up = spawn(process.execPath, ['--import', pretend, path.join(ROOT, 'scripts/up.mjs')], { stdio: ['ignore', 'ignore', 'pipe'] });
      let said = '';
      up.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
      expect((await once(up, 'close'))[0]).toBe(1);
      expect(said).toMatch(/needs Node 20 or newer; this is 18\.19\.0[^]*Fix: install a current Node/);
    });
  });

  it('should keep everything over a stop and over a kill -9', async () => {
    const options = { dataDir, port: await freePort(), env: NO_DRAIN };
    cairn = await startCairn(options);
    const api = new ApiClient(cairn.url, await writeToken(cairn));
    const [id] = await askQuestions(api, 1);
    await cairn.stop();
    cairn = await startCairn(options);
    expect((await fetch(`${cairn.url}/api/questions/${id}`)).status).toBe(200);
    await cairn.kill();
    cairn = await startCairn(options);
    expect((await fetch(`${cairn.url}/api/questions/${id}`)).status).toBe(200);
  });
});

describe('a running Cairn and its processes', () => {
  const own = new OwnCairn();

  it('should listen on no other address than loopback unless told so', async () => {
    const outside = net.connect({ port: Number(new URL(own.running.url).port), host: '127.0.0.2' });
    const outcome = await Promise.race([once(outside, 'connect').then(() => 'connected'), once(outside, 'error').then(() => 'refused')]).catch(() => 'refused');
    outside.destroy();
    expect(outcome).toBe('refused');
  });

  it('should bring back a killed worker', async () => {
    const first = await workerOf(own.running.pid);
    process.kill(first!, 'SIGKILL');
    await eventually(async () => {
      const next = await workerOf(own.running.pid);
      expect(next).toBeDefined();
      expect(next).not.toBe(first);
    });
  });

  it('should end with 0 on SIGINT however often that comes, and leave nothing running', async () => {
    const family = await childrenOf(own.running.pid);
    expect(family.length).toBeGreaterThan(0);
    process.kill(own.running.pid, 'SIGINT');
    process.kill(own.running.pid, 'SIGINT');
    expect(await own.running.stop()).toBe(0);
    await eventually(async () => expect(await livingOf(family)).toEqual([]));
    expect((await processTable()).filter(({ command }) => command.includes(own.dataDir))).toEqual([]);
  });
});
