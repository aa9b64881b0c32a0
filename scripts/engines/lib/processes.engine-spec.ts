import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { end, identityOf } from './processes.mjs';

/** A server whose first thread has ended, as that of Java may when it is killed: what is left of it holds the port. (60: exit of one thread, on x64.) */
const SERVER = `
import ctypes, socket, threading, time
listening = socket.socket()
listening.bind(('127.0.0.1', 0))
listening.listen()
threading.Thread(target=lambda: time.sleep(2)).start()
print(listening.getsockname()[1], flush=True)
input()
ctypes.CDLL(None).syscall(60, 0)
`;

function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    }).once('error', () => resolve(false));
  });
}

describe('a server that is ended', () => {
  let server: ChildProcess;

  afterEach(() => server.kill('SIGKILL'));

  it('should have left its port when its end is reported', async () => {
    server = spawn('python3', ['-c', SERVER], { stdio: ['pipe', 'pipe', 'ignore'] });
    const [printed] = (await once(server.stdout!, 'data')) as [Buffer];
    const port = Number(printed.toString());
    const recorded = identityOf(server.pid!)!;
    server.stdin!.write('\n');
    while (identityOf(server.pid!) !== null) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await takesConnections(port)).toBe(true);
    await end(recorded);
    expect(await takesConnections(port)).toBe(false);
  });
});
