import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const FILE = path.join(import.meta.dirname, '../src/adapters/bullmq/doomed-worker.fixture.mjs');

/** A worker in a process of its own that takes one job and never ends it. `options` are BullMQ's, as they can be sent. */
export async function doomedWorker(options: object, queue: string, backend: 'postgres' | 'redis') {
  const child: ChildProcess = fork(FILE, [JSON.stringify(options), queue, backend], { execArgv: [] });
  const kill = async (): Promise<void> => {
    if (child.exitCode === null && child.kill('SIGKILL')) await once(child, 'exit');
  };
  await once(child, 'message');
  return { taken: once(child, 'message').then(() => undefined), kill };
}
