import { useSyncExternalStore } from 'react';
import { useServices } from '../app/services.js';
import { formatAgo, formatExact } from '../i18n/time-format.js';

const TICK_MS = 30_000;

let now = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    now = Date.now();
    for (const notify of listeners) notify();
  }, TICK_MS);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** How long ago, kept current; the exact time is in `title` and `datetime`. The first rendering uses the server's clock and UTC. */
export function TimeAgo({ at }: { at: string }) {
  const { i18n, renderedAt } = useServices();
  const shownAt = useSyncExternalStore(subscribe, () => now, () => renderedAt);
  const timeZone = shownAt === renderedAt ? 'UTC' : Intl.DateTimeFormat().resolvedOptions().timeZone;
  const date = new Date(at);
  return (
    <time dateTime={at} title={formatExact(i18n.language, date, timeZone)}>
      {formatAgo(i18n.language, date, shownAt, timeZone)}
    </time>
  );
}
