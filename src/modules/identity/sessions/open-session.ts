import { Injectable } from '@nestjs/common';
import { newId, systemContext } from '#libs/kernel';
import { UnitOfWork } from '#libs/persistence';
import { SignIn, type SignInTokens } from '#libs/sign-in';
import { IdentitySecrets } from '../sign-in/identity-secrets.js';
import { SessionClock } from './session-clock.js';
import { SessionEndings } from './session-endings.js';
import { hashSecret, isSecret, newSecret } from './session-secret.js';
import { type NewSession, SessionsRepository } from './sessions.repository.js';

export interface NewWebSession {
  memberId: string;
  tokens: SignInTokens;
  ip: string;
  userAgent: string | null;
  /** Secret of the session this browser had: it ends. */
  previous?: string;
}

const USER_AGENT_MAX = 300;

/** Opens a session of a browser under a fresh secret: whatever was planted in the browser before is worth nothing. */
@Injectable()
export class OpenSession {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly sessions: SessionsRepository,
    private readonly endings: SessionEndings,
    private readonly times: SessionClock,
    private readonly secrets: IdentitySecrets,
    private readonly signIn: SignIn,
  ) {}

  /** @returns the secret for the browser's cookie */
  async open(input: NewWebSession): Promise<string> {
    const { previous } = input;
    const old = previous !== undefined && isSecret(previous) ? await this.sessions.findBySecret(hashSecret(previous)) : null;
    const { secret, hash } = newSecret();
    await this.uow.run(systemContext('sign-in'), async (tx) => {
      if (old) await this.endings.replace(tx, old.memberId, old.id);
      await this.sessions.insert(tx, this.row(input, hash));
    });
    return secret;
  }

  private row({ memberId, tokens, ip, userAgent }: NewWebSession, secretHash: Buffer): NewSession {
    const id = newId();
    const { issuerKey, sub, sid, clientId } = tokens.token;
    const times = this.times.start();
    return {
      id,
      kind: 'web',
      memberId,
      secretHash,
      issuerKey,
      sub,
      oidcSid: sid ?? null,
      clientId: clientId ?? null,
      refreshToken: this.secrets.box.seal(tokens.refreshToken, id),
      refreshDueAt: this.signIn.isOutside ? this.times.refreshDue(times.now) : null,
      ip,
      userAgent: userAgent?.slice(0, USER_AGENT_MAX) ?? null,
      ...times,
    };
  }
}
