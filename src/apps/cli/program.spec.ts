import type { CliContext } from '../../platform/start-cli.js';
import { CliOutput } from './cli-output.js';
import { duration, ProgressDisplay } from './progress-display.js';
import { runCli } from './program.js';

function collector(extra: { isTTY?: boolean; columns?: number } = {}) {
  const texts: string[] = [];
  return { ...extra, write: (text: string) => texts.push(text), text: () => texts.join('') };
}

/** Runs a command line that must not get as far as opening the program, unless `open` is given. */
async function cairn(args: string[], open: () => Promise<CliContext> = () => Promise.reject(new Error('opened'))) {
  const stdout = collector();
  const stderr = collector();
  const none: AsyncIterable<unknown> = { async *[Symbol.asyncIterator]() {} };
  const code = await runCli(args, { output: new CliOutput(stdout, stderr), stdin: none, open, signal: new AbortController().signal });
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

describe('cairn', () => {
  it.each([['--help'], ['doctor', '--help'], ['import', 'stackexchange', '--help'], ['token', 'create', '--help'], ['user', 'create', '--help'], ['jobs', 'list', '--help'], ['jobs', 'redrive', '--help']])(
    'should explain itself on stdout and exit 0: %s %s %s',
    async (...args) => {
      const { code, stdout, stderr } = await cairn(args);
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(/^Usage: cairn/);
      expect(stdout).toContain('--json');
    },
  );

  it('should name every command in its help', async () => {
    const { stdout } = await cairn(['--help']);
    for (const command of ['doctor', 'user', 'token', 'migrate', 'import', 'reindex', 'move', 'jobs']) expect(stdout).toMatch(new RegExp(`^ {2}${command}\\b`, 'm'));
  });

  it.each([
    [[]],
    [['frob']],
    [['doctor', '--frob']],
    [['doctor', 'surplus']],
    [['import']],
    [['import', 'stackexchange']],
    [['import', 'stackexchange', 'x', '--site-url', 'ftp://x']],
    [['token', 'create', '--user', 'ada']],
    [['token', 'create', '--user', 'ada', '--scope', 'everything']],
    [['user', 'create', '--handle', 'ada', '--email', 'a@b.org', '--role', 'king']],
    [['jobs']],
    [['jobs', 'list', '--failed', 'many']],
    [['jobs', 'redrive']],
    [['jobs', 'redrive', 'x', '--all']],
    [['jobs', 'redrive', '--all', '--job', 'mail.send']],
  ])('should call %j a wrong call: exit 2, nothing on stdout', async (args) => {
    const { code, stdout, stderr } = await cairn(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).not.toBe('');
  });

  it('should answer a wrong call in JSON when asked for JSON', async () => {
    const { code, stdout } = await cairn(['import', 'stackexchange', '--json']);
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toEqual({ error: { code: 'CLI.USAGE', message: expect.stringContaining('folder') } });
    expect(stdout.trim().split('\n')).toHaveLength(1);
  });

  it('should exit 1 on a failure, told on stderr and, with --json, on stdout', async () => {
    const plain = await cairn(['import', 'stackexchange', '/nowhere', '--dry-run']);
    expect([plain.code, plain.stdout]).toEqual([1, '']);
    expect(plain.stderr).toContain('there is no Posts.xml in /nowhere');
    const json = await cairn(['--json', 'import', 'stackexchange', '/nowhere', '--dry-run']);
    expect(json.code).toBe(1);
    expect(JSON.parse(json.stdout)).toMatchObject({ error: { code: 'IMPORTS.NOT_A_DUMP' } });
  });

  it('should give back what it opened, also after a failure', async () => {
    let closed = 0;
    const context = { app: { get: () => ({ reindex: () => Promise.reject(new Error('no')) }) }, close: async () => void (closed += 1) };
    const { code, stderr } = await cairn(['reindex'], () => Promise.resolve(context as unknown as CliContext));
    expect([code, closed]).toEqual([1, 1]);
    expect(stderr).toContain('no');
  });

  it('should say in one sentence that the queue of jobs does not answer', async () => {
    const admin = { counts: () => Promise.reject(new Error('nobody is there')) };
    const context = { app: { get: () => ({ admin, name: 'BullMQ on Redis' }) }, close: () => Promise.resolve() };
    const { code, stdout, stderr } = await cairn(['jobs', 'list', '--json'], () => Promise.resolve(context as unknown as CliContext));
    const message = 'BullMQ on Redis does not answer: nobody is there';
    expect([code, JSON.parse(stdout), stderr]).toEqual([1, { error: { code: 'CLI.FAILED', message } }, `${message}\n`]);
  });

  it('should print one JSON value whatever a command notes on the way', async () => {
    const reindex = async (onProgress: (progress: { type: string; done: number }) => void) => {
      onProgress({ type: 'user', done: 5_000 });
      return { user: 5_000 };
    };
    const context = { app: { get: () => ({ reindex }) }, close: () => Promise.resolve() };
    const { code, stdout, stderr } = await cairn(['reindex', '--json'], () => Promise.resolve(context as unknown as CliContext));
    expect([code, JSON.parse(stdout), stderr]).toEqual([0, { indexed: { user: 5_000 } }, 'user: 5,000\n']);
  });
});

describe('ProgressDisplay', () => {
  const state = { step: 'Posts.xml', fraction: 0.5, rows: 10, rowsPerSecond: 1234.5, megabytesPerSecond: 2.34, secondsLeft: 75 };

  it('should print a line every five seconds where there is no terminal', () => {
    const stderr = collector();
    const display = new ProgressDisplay(stderr);
    for (let second = 0; second < 12; second += 1) display.show(state);
    display.end();
    expect(stderr.text()).toBe('50 % Posts.xml, 1,235 rows/s, 2.3 MB/s, 1 min 15 s left\n'.repeat(2));
  });

  it('should draw a bar that fits a terminal, and take it away', () => {
    const stderr = collector({ isTTY: true, columns: 40 });
    const display = new ProgressDisplay(stderr);
    display.show(state);
    expect(stderr.text()).toMatch(/^\r\u001b\[2K\[█{12}·{12}\] 50 %/);
    expect(stderr.text().replace('\r\u001b[2K', '')).toHaveLength(39);
    display.end();
    expect(stderr.text().endsWith('\r\u001b[2K')).toBe(true);
  });

  it.each([[0.4, '0 s'], [59, '59 s'], [61, '1 min 01 s'], [3_725, '1 h 02 min']])('should write %d seconds as %s', (seconds, text) => {
    expect(duration(seconds)).toBe(text);
  });
});
