import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { end, identityOf, isSame } from './processes.mjs';

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

  it('should leave another process alone that has got the pid since', async () => {
    const recorded = identityOf(await start(''))!;
    await end({ ...recorded, startedAt: '1' });
    await end({ ...recorded, executable: '/usr/sbin/another' });
    expect(isSame(recorded)).toBe(true);
  });
});
