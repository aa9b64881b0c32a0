import type { Logger } from '#libs/observability';
import type { RemoteSearchEngine } from './remote-search-engine.port.js';

const LOOK_EVERY_MS = 3_000;

/** Why the engine is not asked; null when it is. */
export type Complaint = string | null;

/**
 * Knows whether the other engine may be asked: it answers, its index is whole and not behind. Looks every three seconds, so no request has to
 * wait to find out; a search that fails closes the engine at once, until the next look that finds all well.
 */
export class RemoteWatch {
  private complaintNow: Complaint = 'not looked at yet';
  private timer?: NodeJS.Timeout;
  private looking?: Promise<void>;

  /** @param behind why the index must not answer although the server does, from what PostgreSQL knows */
  constructor(
    private readonly remote: RemoteSearchEngine,
    private readonly behind: () => Promise<Complaint>,
    private readonly logger: Logger,
  ) {}

  get complaint(): Complaint {
    return this.complaintNow;
  }

  get isUp(): boolean {
    return this.complaintNow === null;
  }

  /** Resolves after the first look, whatever it found. */
  async start(): Promise<void> {
    await this.look();
    this.timer ??= setInterval(() => void this.look(), LOOK_EVERY_MS).unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** For health checks: from what is known already. @throws with the complaint */
  async check(): Promise<void> {
    if (this.complaintNow !== null) throw new Error(`${this.complaintNow}; PostgreSQL answers searches`);
  }

  failed(error: unknown): void {
    this.decide(messageOf(error));
  }

  /** One look at a time; never rejects. */
  look(): Promise<void> {
    this.looking ??= this.ask()
      .catch(messageOf)
      .then((complaint) => this.decide(complaint))
      .finally(() => (this.looking = undefined));
    return this.looking;
  }

  private async ask(): Promise<Complaint> {
    const state = await this.remote.state();
    if (state === 'missing') return 'it has no complete index of this site; one is built in the background';
    if (state === 'outdated') return 'its index has another format; a new one is built in the background';
    return this.behind();
  }

  private decide(complaint: Complaint): void {
    const changed = (complaint === null) !== (this.complaintNow === null);
    const isFirst = this.timer === undefined && this.complaintNow === 'not looked at yet';
    this.complaintNow = complaint;
    if (!changed && !isFirst) return;
    if (complaint === null) this.logger[isFirst ? 'debug' : 'info']('search engine answers', { engine: this.remote.engine });
    else this.logger.warn('search falls back to PostgreSQL', { engine: this.remote.engine, reason: complaint });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
