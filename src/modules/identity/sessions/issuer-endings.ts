import { Injectable } from '@nestjs/common';
import { JobQueue } from '#libs/jobs';
import { AppError, systemContext } from '#libs/kernel';
import { Logger } from '#libs/observability';
import { UnitOfWork } from '#libs/persistence';
import { SignIn } from '#libs/sign-in';
import { END_AT_ISSUER } from '../identity.jobs.js';
import { IdentitySecrets } from '../sign-in/identity-secrets.js';
import { type SessionRow, SessionsRepository } from './sessions.repository.js';

type Ended = Pick<SessionRow, 'id' | 'issuerKey' | 'refreshToken'>;

/** The issuer's sessions behind ours end with them: at once or, while the issuer is down, as soon as it is back. */
@Injectable()
export class IssuerEndings {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly sessions: SessionsRepository,
    private readonly signIn: SignIn,
    private readonly secrets: IdentitySecrets,
    private readonly jobs: JobQueue,
    private readonly logger: Logger,
  ) {}

  /** Never fails the log-out that it is part of. */
  async tell(ended: readonly Ended[]): Promise<void> {
    for (const [n, session] of ended.entries()) {
      const isDown = await this.end(session).then(() => false, (err: unknown) => this.isDown(err, session.id));
      // The next would wait just as long.
      if (isDown) return this.later(ended.slice(n));
    }
  }

  /** What is left of a log-out that could not be told; unknown sessions are no error. @throws AUTH.SIGN_IN_UNAVAILABLE */
  async tellOf(sessionId: string): Promise<void> {
    const session = await this.sessions.findRevoked(sessionId);
    if (session) await this.end(session);
  }

  private async end({ id, issuerKey, refreshToken }: Ended): Promise<void> {
    const token = refreshToken && this.secrets.box.open(refreshToken, id);
    if (token && issuerKey === this.signIn.issuerKey) await this.signIn.endSession(token);
  }

  private isDown(err: unknown, sessionId: string): boolean {
    this.logger.warn('issuer could not be told of a log-out', { err, sessionId });
    return err instanceof AppError && err.definition.kind === 'unavailable';
  }

  private async later(ended: readonly Ended[]): Promise<void> {
    const request = this.uow.run(systemContext('sign-out'), async (tx) => {
      for (const { id } of ended) await this.jobs.request(tx, END_AT_ISSUER, { sessionId: id });
    });
    await request.catch((err: unknown) => this.logger.error('the issuer will not be told of a log-out', { err }));
  }
}
