import { setTimeout as sleep } from 'node:timers/promises';

/** One thing that can be down. */
export interface HealthCheck {
  /** What a person calls it: `postgresql`, `jobs`. */
  readonly name: string;
  /** Only critical checks decide readiness; the others are named as degraded. */
  readonly critical: boolean;
  /** Resolves when well, with a short note if there is something to say; rejects when down. Given two seconds. */
  check(): Promise<string | void>;
}

export interface HealthState {
  name: string;
  critical: boolean;
  ok: boolean;
  /** The note, or why it is down. */
  detail?: string;
  milliseconds: number;
}

export interface HealthReport {
  /** `down` when a critical check fails or the process drains, `degraded` when another fails. */
  status: 'ok' | 'degraded' | 'down';
  ready: boolean;
  draining: boolean;
  checks: HealthState[];
}

const DEADLINE_MS = 2_000;
const FRESH_MS = 1_000;

async function probe(check: HealthCheck): Promise<HealthState> {
  const started = performance.now();
  const timer = new AbortController();
  const deadline = sleep(DEADLINE_MS, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`no answer within ${DEADLINE_MS} ms`);
  });
  const state = { name: check.name, critical: check.critical };
  try {
    const note = await Promise.race([check.check(), deadline]);
    return { ...state, ok: true, ...(note ? { detail: note } : {}), milliseconds: performance.now() - started };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { ...state, ok: false, detail, milliseconds: performance.now() - started };
  } finally {
    timer.abort();
    deadline.catch(() => undefined);
  }
}

/** The named checks of a process. A report is at most a second old and never takes more than two. */
export class HealthRegistry {
  private readonly checks = new Map<string, HealthCheck>();
  private latest?: { at: number; states: Promise<HealthState[]> };
  private draining = false;

  register(check: HealthCheck): void {
    if (this.checks.has(check.name)) throw new Error(`health check ${check.name} is registered twice`);
    this.checks.set(check.name, check);
    this.latest = undefined;
  }

  /** From now on the process is not ready, whatever the checks say. */
  drain(): void {
    this.draining = true;
  }

  get isDraining(): boolean {
    return this.draining;
  }

  async report(): Promise<HealthReport> {
    const now = performance.now();
    if (!this.latest || now - this.latest.at > FRESH_MS) {
      this.latest = { at: now, states: Promise.all([...this.checks.values()].map(probe)) };
    }
    const checks = await this.latest.states;
    const ready = !this.draining && checks.every((state) => state.ok || !state.critical);
    const status = !ready ? 'down' : checks.every((state) => state.ok) ? 'ok' : 'degraded';
    return { status, ready, draining: this.draining, checks };
  }
}
