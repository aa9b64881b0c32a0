import { existsSync } from 'node:fs';
import path from 'node:path';
import { persistenceConfig } from '#libs/persistence';
import { loadConfiguration, platformConfig } from './config/index.js';
import { openRuntime } from './runtime/open-runtime.js';

/**
 * For a worker whose API process was killed before the worker had begun: the embedded PostgreSQL that was started for them is still there,
 * and who leaves it last stops it (ADR 0010).
 */
export async function endLeftDatabase(): Promise<void> {
  const configuration = loadConfiguration();
  const isEmbedded = configuration.of(persistenceConfig).DATABASE_URL === undefined;
  const running = path.join(configuration.of(platformConfig).DATA_DIR, 'postgres/postmaster.pid');
  if (!isEmbedded || !existsSync(running)) return;
  const runtime = await openRuntime('worker');
  await runtime.close();
}
