import { startWorker } from '../../platform/start-worker.js';
import { runProcess } from '../process/run-process.js';

// Started by `all` it leaves a terminal's Ctrl-C to its parent, which stops it after the API; alone it obeys like any process.
await runProcess({
  ignoreInterrupt: process.channel !== undefined,
  start: async () => {
    const worker = await startWorker();
    process.send?.({ type: 'ready', summary: worker.summary });
    return worker;
  },
});
