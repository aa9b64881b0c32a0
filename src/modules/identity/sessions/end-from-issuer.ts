import { Injectable } from '@nestjs/common';
import { NOT_FOUND } from '#libs/http';
import { AppError, systemContext } from '#libs/kernel';
import { type Tx, UnitOfWork } from '#libs/persistence';
import { type LogoutNotice, SignIn, TOKEN_INVALID } from '#libs/sign-in';
import { LogoutNoticesRepository } from './logout-notices.repository.js';
import { SessionEndings } from './session-endings.js';

/** An outside issuer tells that a sign-in is over: what hangs on it ends here, in every process (OpenID Connect Back-Channel Logout 1.0). */
@Injectable()
export class EndFromIssuer {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly notices: LogoutNoticesRepository,
    private readonly endings: SessionEndings,
    private readonly signIn: SignIn,
  ) {}

  /** @throws AUTH.TOKEN_INVALID, also for a token that was taken before; RESOURCE.NOT_FOUND when no outside issuer is active */
  async execute(logoutToken: string): Promise<void> {
    if (!this.signIn.isOutside) throw new AppError(NOT_FOUND);
    const notice = await this.signIn.readLogoutToken(logoutToken);
    await this.uow.run(systemContext('back-channel'), async (tx) => {
      if (!(await this.notices.take(tx, notice))) throw new AppError(TOKEN_INVALID, { detail: 'This logout token was taken before' });
      await this.end(tx, notice);
    });
  }

  private async end(tx: Tx, { issuerKey, sid, sub }: LogoutNotice): Promise<void> {
    if (sid !== undefined) await this.endings.endSids(tx, issuerKey, [sid]);
    else if (sub !== undefined) await this.endings.endSub(tx, issuerKey, sub);
  }
}
