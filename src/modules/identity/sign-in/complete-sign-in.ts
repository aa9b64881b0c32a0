import { Injectable } from '@nestjs/common';
import { SiteUrl } from '#libs/http';
import { SignIn } from '#libs/sign-in';
import { MemberStanding } from '../authentication/member-standing.js';
import { OpenSession } from '../sessions/open-session.js';
import { LinkIdentity } from './link-identity.js';
import { PendingLogIns } from './pending-log-ins.js';
import { CALLBACK_PATH } from './start-sign-in.js';

export interface Callback {
  state: string;
  /** Absent when the issuer reports an error instead. */
  code?: string;
  browserKey: string;
  /** Of the session this browser had before. */
  sessionSecret?: string;
  ip: string;
  userAgent: string | null;
}

export interface CompletedSignIn {
  /** The new session's cookie value; null when the person turned back. */
  sessionSecret: string | null;
  returnTo: string;
}

/** A browser comes back from the issuer: finds or makes the member, opens a session. */
@Injectable()
export class CompleteSignIn {
  constructor(
    private readonly pending: PendingLogIns,
    private readonly link: LinkIdentity,
    private readonly standing: MemberStanding,
    private readonly sessions: OpenSession,
    private readonly signIn: SignIn,
    private readonly site: SiteUrl,
  ) {}

  /** @throws AUTH.SIGN_IN_REFUSED when this browser started no such log-in, or the code is bad; AUTH.SUSPENDED; AUTH.SIGN_IN_UNAVAILABLE */
  async execute(callback: Callback): Promise<CompletedSignIn> {
    const { codeVerifier, nonce, returnTo } = await this.pending.take(callback.browserKey, callback.state);
    if (callback.code === undefined) return { sessionSecret: null, returnTo };
    const tokens = await this.signIn.exchange({ code: callback.code, codeVerifier, nonce, redirectUri: this.site.to(CALLBACK_PATH) });
    const memberId = await this.link.execute(tokens.token);
    await this.standing.assertActive(memberId);
    const { ip, userAgent, sessionSecret: previous } = callback;
    return { sessionSecret: await this.sessions.open({ memberId, tokens, ip, userAgent, previous }), returnTo };
  }
}
