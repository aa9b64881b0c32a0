import { Injectable } from '@nestjs/common';
import { AppError, Clock, systemContext } from '#libs/kernel';
import { UnitOfWork } from '#libs/persistence';
import { SIGN_IN_REFUSED } from '#libs/sign-in';
import { hashSecret, newSecret } from '../sessions/session-secret.js';
import { IdentitySecrets } from './identity-secrets.js';
import { PendingLogInsRepository } from './pending-log-ins.repository.js';

/** What is kept of a log-in under way. */
export interface PendingLogIn {
  codeVerifier: string;
  nonce: string;
  returnTo: string;
}

/** Long enough to find a mail and confirm an address. */
const LIFE_MS = 60 * 60_000;
const CONTEXT = 'pending log-in';

/** Log-ins that left for the issuer, each tied to the browser it left from. */
@Injectable()
export class PendingLogIns {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly rows: PendingLogInsRepository,
    private readonly secrets: IdentitySecrets,
    private readonly clock: Clock,
  ) {}

  /** @returns the state that names it */
  async keep(browserKey: string, logIn: PendingLogIn): Promise<string> {
    const { secret: state, hash: stateHash } = newSecret();
    const sealed = this.secrets.box.seal(JSON.stringify(logIn), CONTEXT);
    const expiresAt = new Date(this.clock.now().getTime() + LIFE_MS);
    await this.uow.run(systemContext('sign-in'), (tx) => this.rows.insert(tx, { stateHash, browserHash: hashSecret(browserKey), sealed, expiresAt }));
    return state;
  }

  /** Takes it out: each comes back once. @throws AUTH.SIGN_IN_REFUSED when this browser has none under this state */
  async take(browserKey: string, state: string): Promise<PendingLogIn> {
    const sealed = await this.uow.run(systemContext('sign-in'), (tx) => this.rows.take(tx, hashSecret(state), hashSecret(browserKey), this.clock.now()));
    const text = sealed && this.secrets.box.open(sealed, CONTEXT);
    if (!text) throw new AppError(SIGN_IN_REFUSED, { detail: 'This log-in has expired, or was started in another browser' });
    return JSON.parse(text) as PendingLogIn;
  }
}
