import type { Clock } from '#libs/kernel';
import type { HealthCheck } from '#libs/observability';
import type { EventLog } from './event-log.port.js';

/** Longer than this nothing waits on a healthy site: back-off and a restart of the worker included. */
const PATIENCE_MS = 60_000;

/** Not critical: says when events or jobs pile up, and which subscriber is behind. Seen from any process, through the database. */
export function eventsHealthCheck(log: EventLog, clock: Clock): HealthCheck {
  const isLate = (since: Date | null): since is Date => since !== null && clock.now().getTime() - since.getTime() > PATIENCE_MS;
  return {
    name: 'events',
    critical: false,
    check: async () => {
      const [outboxSince, lags] = await Promise.all([log.outboxSince(), log.lags()]);
      const late = lags.filter((entry) => isLate(entry.waitingSince)).map((entry) => `${entry.subscriber} is ${entry.lag} events behind`);
      if (isLate(outboxSince)) late.unshift(`the outbox has been waiting since ${outboxSince.toISOString()}: is a worker running?`);
      if (late.length > 0) throw new Error(late.join('; '));
    },
  };
}
