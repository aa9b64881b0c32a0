// A worker of its own process that takes a job and never ends it. Arguments: connection as JSON, queue name.
import { createPostgresBackend, Worker } from 'bullmq';

const [connection, queue] = process.argv.slice(2);
const worker = new Worker(
  queue,
  () => {
    process.send('taken');
    return new Promise(() => undefined);
  },
  { connection: JSON.parse(connection), lockDuration: 500, maxStalledCount: 50 },
  createPostgresBackend,
);
worker.on('error', () => undefined);
await worker.waitUntilReady();
process.send('ready');
