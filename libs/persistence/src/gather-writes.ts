import type { Socket } from 'node:net';
import type pg from 'pg';

const gathering = new WeakSet<Socket>();

/** Whatever this turn of the event loop asks of a connection leaves as one packet: PostgreSQL is woken once for all of it. */
export function gatherWrites(client: pg.ClientBase): void {
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection;
  if (gathering.has(stream)) return;
  gathering.add(stream);
  stream.cork();
  setImmediate(() => {
    gathering.delete(stream);
    stream.uncork();
  });
}
