/** A started process of Cairn, as the entry points see it. */
export interface RunningProcess {
  /** Where it answers; processes without HTTP have none. */
  url?: string;
  /** Lines for the person who started it: engines, what is degraded. */
  summary: string[];
  /** Drains and closes; resolves when nothing is open any more. */
  close(): Promise<void>;
}
