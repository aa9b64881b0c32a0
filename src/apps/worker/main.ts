import { startWorker } from '../../platform/start-worker.js';
import { runProcess } from '../process/run-process.js';

await runProcess({
  start: async () => {
    const worker = await startWorker();
    if (process.connected) process.send?.({ summary: worker.summary });
    return worker;
  },
});
