import { startWorker } from '../../platform/start-worker.js';
import { runProcess } from '../process/run-process.js';
import { untilGo } from '../process/supervised.js';

await runProcess({
  start: async () => {
    await untilGo();
    const worker = await startWorker();
    if (process.connected) process.send?.({ summary: worker.summary });
    return worker;
  },
});
