export interface RecordedProcess {
  pid: number;
  startedAt: string;
  executable: string;
}

/** Which program runs under the pid and since when; null when there is none, or only its zombie. */
export function identityOf(pid: number): RecordedProcess | null;

export function isSame(recorded: RecordedProcess): boolean;

/** Pids of the direct children, whichever thread has started them. */
export function childrenOf(pid: number): number[];

/** Ends the recorded process, if it is still that one: asked first, killed when it does not listen. */
export function end(recorded: RecordedProcess, options?: { signal?: NodeJS.Signals; patienceMs?: number }): Promise<void>;
