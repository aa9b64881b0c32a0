import { type Actor, AppError, type Clock } from '#libs/kernel';
import type { Logger } from '#libs/observability';
import type { LiveHub } from './live-hub.js';
import type { LiveCredential, LiveSessions } from './live-sessions.port.js';

const EVERY_MS = 3_000;
/** A client that reads slower than this many waiting messages is cut: they are kept in our memory. */
const MOST_WAITING = 2_000;
const IDENTIFIED_AT_ONCE = 50;

function credentialOf(actor: Actor): LiveCredential | null {
  if (actor.kind !== 'member') return null;
  if (actor.sessionId) return `session:${actor.sessionId}`;
  return actor.tokenId ? `token:${actor.tokenId}` : null;
}

/** Ends connections whose credential has run out or was revoked (within three seconds), and clients that do not keep up. */
export class LiveSweep {
  private timer?: NodeJS.Timeout;
  private running?: Promise<void>;
  private isBlind = false;

  constructor(
    private readonly hub: LiveHub,
    private readonly sessions: LiveSessions,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.timer = setInterval(() => void (this.running ??= this.sweep().finally(() => (this.running = undefined))), EVERY_MS);
    this.timer.unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** One round; never throws. */
  async sweep(): Promise<void> {
    const now = this.clock.now().getTime();
    this.hub.end((_, connection) => connection.expiresAt !== undefined && connection.expiresAt <= now, 'session-ended');
    this.hub.end((_, connection) => connection.backlog > MOST_WAITING, 'too-slow');
    try {
      await this.endEnded();
      await this.identifyUnknown();
      this.isBlind = false;
    } catch (error) {
      if (!this.isBlind) this.logger.warn('ended sessions cannot be looked up, live connections stay meanwhile', { err: error });
      this.isBlind = true;
    }
  }

  private async endEnded(): Promise<void> {
    const credentials = new Set(this.hub.connections().map(({ actor }) => credentialOf(actor)));
    credentials.delete(null);
    if (credentials.size === 0) return;
    const ended = await this.sessions.findEnded([...credentials] as LiveCredential[]);
    if (ended.size > 0) this.hub.end((actor) => ended.has(credentialOf(actor)!), 'session-ended');
  }

  /** An app's session gets its id with its first request, which may be the very one that opened the connection. */
  private async identifyUnknown(): Promise<void> {
    const unknown = this.hub.connections().filter(({ actor }) => actor.kind === 'member' && credentialOf(actor) === null);
    for (const connection of unknown.slice(0, IDENTIFIED_AT_ONCE)) {
      const actor = await connection.identify().catch(refusedOrThrow);
      const isSame = actor?.kind === 'member' && connection.actor.kind === 'member' && actor.id === connection.actor.id;
      if (isSame) connection.actor = actor;
      else this.hub.end((_, other) => other === connection, 'session-ended');
    }
  }
}

/** A refusal is an answer; that nobody can be asked is not. */
function refusedOrThrow(error: unknown): null {
  if (error instanceof AppError && error.definition.kind !== 'unavailable') return null;
  throw error;
}
