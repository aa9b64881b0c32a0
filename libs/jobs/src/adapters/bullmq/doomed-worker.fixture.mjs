// A worker of its own process that takes a job and never ends it. Arguments: connection and further options as JSON, queue name, back-end.
import { createPostgresBackend, createRedisBackend, Worker } from 'bullmq';

const [options, queue, backend] = process.argv.slice(2);
const worker = new Worker(
  queue,
  () => {
    process.send('taken');
    return new Promise(() => undefined);
  },
  { ...JSON.parse(options), lockDuration: 500, stalledInterval: 300, maxStalledCount: 50 },
  backend === 'redis' ? createRedisBackend : createPostgresBackend,
);
worker.on('error', () => undefined);
await worker.waitUntilReady();
process.send('ready');
