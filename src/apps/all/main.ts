import { startApi } from '../../platform/start-api.js';
import { announce } from '../process/announce.js';
import { runProcess } from '../process/run-process.js';
import { WorkerProcess } from './worker-process.js';

await runProcess({
  start: async () => {
    const worker = new WorkerProcess((line) => process.stderr.write(`${line}\n`));
    worker.load();
    const api = await startApi({ demo: true });
    worker.start((summary) => announce({ url: api.url, summary: [...new Set([...api.summary, ...summary])] }));
    return {
      async close() {
        worker.retire();
        // Requests in flight first; then the worker, which is the last to use PostgreSQL and stops it.
        await api.close();
        await worker.stop();
      },
    };
  },
});
