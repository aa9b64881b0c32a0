import { startApi } from '../../platform/start-api.js';
import { announce } from '../process/announce.js';
import { runProcess } from '../process/run-process.js';

await runProcess({
  start: async () => {
    const api = await startApi();
    announce(api);
    return api;
  },
});
