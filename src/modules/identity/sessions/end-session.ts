import { Injectable } from '@nestjs/common';
import { AppError, type RequestContext, requireMember, systemContext } from '#libs/kernel';
import { NOT_FOUND } from '#libs/http';
import { UnitOfWork } from '#libs/persistence';
import { IssuerEndings } from './issuer-endings.js';
import { SessionEndings } from './session-endings.js';
import { hashSecret, isSecret } from './session-secret.js';
import { SessionsRepository } from './sessions.repository.js';

/** Ends sessions because their owner wants it. Ours end at once; the issuer's behind them is told, and may be told late. */
@Injectable()
export class EndSession {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly sessions: SessionsRepository,
    private readonly endings: SessionEndings,
    private readonly issuer: IssuerEndings,
  ) {}

  /** Logs a browser out by its cookie. Works for suspended members and expired sessions, too; an unknown cookie is no error. */
  async bySecret(secret: string): Promise<void> {
    const session = isSecret(secret) ? await this.sessions.findBySecret(hashSecret(secret)) : null;
    if (!session) return;
    const ended = await this.uow.run(systemContext('sign-out'), (tx) => this.endings.endOne(tx, session.memberId, session.id));
    if (ended) await this.issuer.tell([ended]);
  }

  /** @throws RESOURCE.NOT_FOUND when it is not a standing session of the caller */
  async one(ctx: RequestContext, sessionId: string): Promise<void> {
    const { id: memberId } = requireMember(ctx);
    const ended = await this.uow.run(ctx, (tx) => this.endings.endOne(tx, memberId, sessionId));
    if (!ended) throw new AppError(NOT_FOUND);
    await this.issuer.tell([ended]);
  }

  /** All of the caller's sessions but the one that asks. */
  async others(ctx: RequestContext): Promise<void> {
    const { id: memberId, sessionId = null } = requireMember(ctx);
    await this.issuer.tell(await this.uow.run(ctx, (tx) => this.endings.endOthers(tx, memberId, sessionId)));
  }
}
