import { isSupervised } from './supervised.js';

/** npm and the terminal both pass a Ctrl-C on: within this time it is the same one. */
const SAME_SIGNAL_MS = 2_000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface EndOptions {
  /** Called for a second request, after the first has had time to be obeyed. */
  onForce: () => void;
}

/**
 * Resolves when this process is told to end: by a signal, or by the death of the parent that started it over a channel.
 * A terminal sends its Ctrl-C to the whole process group: a supervised process leaves that to its parent.
 */
export function untilToldToEnd({ onForce }: EndOptions): Promise<void> {
  const supervised = isSupervised();
  return new Promise((resolve) => {
    let toldAt = 0;
    const told = (): void => {
      if (toldAt === 0) {
        toldAt = Date.now();
        resolve();
      } else if (Date.now() - toldAt > SAME_SIGNAL_MS) onForce();
    };
    for (const signal of SIGNALS) process.on(signal, supervised && signal !== 'SIGTERM' ? () => undefined : told);
    if (process.connected) process.once('disconnect', () => toldAt || told());
    // The parent died before we came to listen.
    else if (supervised) told();
  });
}
