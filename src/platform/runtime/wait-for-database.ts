import { setTimeout as sleep } from 'node:timers/promises';
import { type ConnectionSettings, PostgresDirectConnections, StartupError } from '#libs/persistence';

const PATIENCE_MS = 60_000;
const PAUSE_MS = 500;

/** Waits until PostgreSQL takes connections, at most 60 s (DESIGN §7). @throws StartupError */
export async function waitForDatabase(connection: ConnectionSettings): Promise<void> {
  const connections = new PostgresDirectConnections(connection);
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      const client = await connections.connect('start');
      return await client.close();
    } catch (error) {
      const reason = (error as { cause?: Error }).cause?.message ?? (error as Error).message;
      if (Date.now() > deadline) throw new StartupError(`PostgreSQL cannot be reached: ${reason}`, 'check DATABASE_URL and that the server runs.');
      await sleep(PAUSE_MS);
    }
  }
}
