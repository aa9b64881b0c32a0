import { endLeftDatabase } from '../../platform/end-left-database.js';
import { startWorker } from '../../platform/start-worker.js';
import { runProcess } from '../process/run-process.js';
import { untilGo } from '../process/supervised.js';

async function startOrLeave(): Promise<{ close(): Promise<void> }> {
  if (!(await untilGo())) return { close: endLeftDatabase };
  const worker = await startWorker();
  if (process.connected) process.send?.({ summary: worker.summary });
  return worker;
}

await runProcess({ start: startOrLeave });
