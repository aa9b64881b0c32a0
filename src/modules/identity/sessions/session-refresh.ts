import { Injectable } from '@nestjs/common';
import { AppError } from '#libs/kernel';
import { Logger } from '#libs/observability';
import { SIGN_IN_REFUSED, SIGN_IN_UNAVAILABLE, SignIn } from '#libs/sign-in';
import { LinkIdentity } from '../sign-in/link-identity.js';
import { SessionClock } from './session-clock.js';
import { type ClaimedSession, SessionTokens } from './session-tokens.js';

/**
 * Asks an outside issuer by a token refresh whether a session still stands and which role it gives.
 * While the issuer is down the session goes on for a bounded time; when it says no, the session ends.
 */
@Injectable()
export class SessionRefresh {
  private readonly running = new Map<string, Promise<void>>();

  constructor(
    private readonly tokens: SessionTokens,
    private readonly link: LinkIdentity,
    private readonly signIn: SignIn,
    private readonly times: SessionClock,
    private readonly logger: Logger,
  ) {}

  /** Starts a refresh unless one is running here; whatever comes of it, nothing is thrown. */
  inBackground(sessionId: string): void {
    if (this.running.has(sessionId)) return;
    const run = this.refresh(sessionId)
      .catch((err: unknown) => this.logger.error('session could not be refreshed', { err, sessionId }))
      .finally(() => this.running.delete(sessionId));
    this.running.set(sessionId, run);
  }

  /** Resolves when no refresh is under way. */
  async settled(): Promise<void> {
    await Promise.all(this.running.values());
  }

  private async refresh(sessionId: string): Promise<void> {
    const session = await this.tokens.claim(sessionId);
    if (!session) return;
    try {
      const tokens = await this.signIn.refresh(session.refreshToken);
      await this.tokens.store(session.id, tokens.refreshToken);
      await this.link.execute(tokens.token);
    } catch (error) {
      await this.failed(session, error);
    }
  }

  private async failed(session: ClaimedSession, error: unknown): Promise<void> {
    if (!(error instanceof AppError)) throw error;
    if (error.definition === SIGN_IN_REFUSED || this.isGivenUp(session, error)) await this.tokens.end(session);
    else if (error.definition !== SIGN_IN_UNAVAILABLE) throw error;
  }

  private isGivenUp({ id, confirmedAt }: ClaimedSession, error: AppError): boolean {
    if (error.definition !== SIGN_IN_UNAVAILABLE || !this.times.isUnconfirmed(confirmedAt)) return false;
    this.logger.warn('a session ended because the issuer could not be asked for too long', { sessionId: id, confirmedAt });
    return true;
  }
}
