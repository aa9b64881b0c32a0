import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DataDir } from './data-dir.js';
import { processStart } from './process-identity.js';

const isRoot = process.getuid?.() === 0;

describe('DataDir', () => {
  let root: string;

  beforeEach(async () => {
    root = await realpath(await mkdtemp(path.join(tmpdir(), 'cairn-data-dir-')));
  });

  afterEach(async () => {
    await rm(root, { recursive: true, force: true });
  });

  it('should make the folder closed to others, with its layout', async () => {
    const dir = await DataDir.open(path.join(root, 'new', 'ordner mit ü'));
    expect((await stat(dir.path)).mode & 0o777).toBe(0o700);
    for (const folder of ['secrets', 'media', 'log', 'run']) expect((await stat(dir.resolve(folder))).mode & 0o777).toBe(0o700);
  });

  it('should open it again', async () => {
    await DataDir.open(path.join(root, 'data'));
    const again = await DataDir.open(path.join(root, 'data'));
    expect(again.path).toBe(path.join(root, 'data'));
  });

  it('should open for several processes that come at once', async () => {
    const opened = await Promise.all(Array.from({ length: 10 }, () => DataDir.open(path.join(root, 'data'))));
    expect(new Set(opened.map((dir) => dir.path)).size).toBe(1);
  });

  it('should refuse a folder that holds something else', async () => {
    await writeFile(path.join(root, 'thesis.odt'), 'mine');
    await expect(DataDir.open(root)).rejects.toThrow(/not Cairn's: it holds thesis\.odt[^]*Fix: set DATA_DIR/);
  });

  it('should refuse a file', async () => {
    await writeFile(path.join(root, 'file'), '');
    await expect(DataDir.open(path.join(root, 'file'))).rejects.toThrow(/not a folder[^]*Fix:/);
    await expect(DataDir.open(path.join(root, 'file', 'below'))).rejects.toThrow(/not a folder[^]*Fix:/);
  });

  it('should refuse the format of a newer version', async () => {
    const dir = await DataDir.open(path.join(root, 'data'));
    await writeFile(dir.resolve('cairn.json'), '{"product":"cairn","format":2}');
    await expect(DataDir.open(dir.path)).rejects.toThrow(/newer Cairn \(format 2[^]*Fix: run that newer version/);
  });

  it('should refuse a damaged marker instead of taking the folder over', async () => {
    const dir = await DataDir.open(path.join(root, 'data'));
    await writeFile(dir.resolve('cairn.json'), '{"prod');
    await expect(DataDir.open(dir.path)).rejects.toThrow(/marker[^]*Fix:/);
  });

  it('should refuse a folder it may not write', async () => {
    // Root may write nearly everywhere.
    const closed = isRoot ? '/sys/cairn' : path.join(root, 'closed');
    if (!isRoot) {
      await mkdir(closed);
      await chmod(closed, 0o500);
    }
    await expect(DataDir.open(closed)).rejects.toThrow(/cannot be read and written[^]*Fix: give it to the user/);
  });

  describe('secrets', () => {
    it('should make one per name, mode 0600, and keep it', async () => {
      const dir = await DataDir.open(path.join(root, 'data'));
      const made = await Promise.all(Array.from({ length: 10 }, () => dir.secret('session')));
      expect(new Set(made).size).toBe(1);
      expect(made[0]).toMatch(/^[\w-]{43}$/);
      expect(await dir.secret('other')).not.toBe(made[0]);
      expect(await (await DataDir.open(dir.path)).secret('session')).toBe(made[0]);
      expect((await stat(dir.resolve('secrets', 'session'))).mode & 0o777).toBe(0o600);
    });
  });

  describe('exclusive', () => {
    it('should refuse a second server and name the first', async () => {
      const first = await DataDir.open(path.join(root, 'data'), { exclusive: true });
      await expect(DataDir.open(first.path, { exclusive: true })).rejects.toThrow(new RegExp(`process ${process.pid}[^]*Fix: stop it`));
      expect(await DataDir.server(first.path)).toMatchObject({ pid: process.pid });
      await first.close();
      const second = await DataDir.open(first.path, { exclusive: true });
      await second.close();
      expect(await DataDir.server(first.path)).toBeNull();
    });

    it('should let others open the folder that do not serve it', async () => {
      const server = await DataDir.open(path.join(root, 'data'), { exclusive: true });
      await expect(DataDir.open(server.path)).resolves.toBeInstanceOf(DataDir);
    });

    it('should give it to exactly one of many that come at once, also over a stale lock', async () => {
      const dir = await DataDir.open(path.join(root, 'data'));
      await writeFile(dir.resolve('run', 'server.lock'), JSON.stringify({ pid: 2 ** 22 + 1, startedAt: '1' }));
      const results = await Promise.allSettled(Array.from({ length: 8 }, () => DataDir.open(dir.path, { exclusive: true })));
      expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    });

    it('should see that the holder was killed', async () => {
      const dir = await DataDir.open(path.join(root, 'data'));
      const child = spawn('sleep', ['60']);
      const startedAt = await processStart(child.pid!);
      await writeFile(dir.resolve('run', 'server.lock'), JSON.stringify({ pid: child.pid, startedAt }));
      await expect(DataDir.open(dir.path, { exclusive: true })).rejects.toThrow(`process ${child.pid}`);
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('exit', resolve));
      await expect(DataDir.open(dir.path, { exclusive: true })).resolves.toBeInstanceOf(DataDir);
    });

    it('should see that another process has got the pid of the holder', async () => {
      const dir = await DataDir.open(path.join(root, 'data'));
      await writeFile(dir.resolve('run', 'server.lock'), JSON.stringify({ pid: process.ppid, startedAt: '1' }));
      const opened = await DataDir.open(dir.path, { exclusive: true });
      expect(JSON.parse(await readFile(opened.resolve('run', 'server.lock'), 'utf8'))).toMatchObject({ pid: process.pid });
    });
  });
});
