import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { eventually } from '#libs/testing';
import { childrenOf, end, identityOf, isSame } from './processes.mjs';

/** Elsewhere `npm run engines` refuses to begin. */
const onLinux = process.platform === 'linux' ? describe : (name: string) => it(`${name}: only on Linux`, () => expect(identityOf(process.pid)).toBeNull());

onLinux('processes that engines are recorded as', () => {
  let child: ChildProcess;

  const start = async (script: string): Promise<number> => {
    child = spawn(process.execPath, ['-e', `${script};console.log('up');setInterval(()=>{},1000)`], { stdio: ['ignore', 'pipe', 'ignore'] });
    await once(child.stdout!, 'data');
    return child.pid!;
  };

  afterEach(() => child.kill('SIGKILL'));

  it('should end what was recorded', async () => {
    const recorded = identityOf(await start(''))!;
    expect(isSame(recorded)).toBe(true);
    await end(recorded);
    expect(isSame(recorded)).toBe(false);
  });

  it('should kill what does not listen', async () => {
    const recorded = identityOf(await start(`process.on('SIGTERM',()=>{})`))!;
    await end(recorded, { patienceMs: 200 });
    expect(isSame(recorded)).toBe(false);
  });

  it.each([
    ['first', `const child=require('node:child_process').spawn('sleep',['60']);process.on('exit',()=>child.kill())`],
    ['another', `new (require('node:worker_threads').Worker)("const child=require('node:child_process').spawn('sleep',['60'])",{eval:true})`],
  ])('should be found by their parent when its %s thread has started them', async (_which, script) => {
    const parent = await start(script);
    const [found] = await eventually(() => {
      const children = childrenOf(parent);
      expect(children).toHaveLength(1);
      return children;
    });
    await end(identityOf(found)!);
  });

  it('should leave another process alone that has got the pid since', async () => {
    const recorded = identityOf(await start(''))!;
    await end({ ...recorded, startedAt: '1' });
    await end({ ...recorded, executable: '/usr/sbin/another' });
    expect(isSame(recorded)).toBe(true);
  });
});
