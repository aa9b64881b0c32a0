/** npm and the terminal both pass a Ctrl-C on: within this time it is the same one. */
const SAME_SIGNAL_MS = 2_000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface EndOptions {
  /** A terminal sends its Ctrl-C to the whole process group: a child whose parent ends it in due order ignores it. */
  ignoreInterrupt?: boolean;
  /** A second request, after the first has had time to be obeyed. */
  onForce: () => void;
}

/** Resolves when this process is told to end: by a signal, or by the death of the process that started it over a channel. */
export function untilToldToEnd({ ignoreInterrupt = false, onForce }: EndOptions): Promise<void> {
  return new Promise((resolve) => {
    let toldAt = 0;
    const told = (): void => {
      if (toldAt === 0) {
        toldAt = Date.now();
        resolve();
      } else if (Date.now() - toldAt > SAME_SIGNAL_MS) onForce();
    };
    for (const signal of SIGNALS) process.on(signal, signal === 'SIGINT' && ignoreInterrupt ? () => undefined : told);
    if (process.channel) process.once('disconnect', () => toldAt || told());
  });
}
