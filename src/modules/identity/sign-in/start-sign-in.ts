import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SiteUrl } from '#libs/http';
import { SignIn } from '#libs/sign-in';
import { isSecret, newSecret } from '../sessions/session-secret.js';
import { PendingLogIns } from './pending-log-ins.js';
import { safeReturnTo } from './return-to.js';

export const CALLBACK_PATH = '/auth/callback';

export interface StartedSignIn {
  /** Where the browser goes. */
  location: string;
  /** Kept by the browser until it comes back. */
  browserKey: string;
}

/** Sends a browser to the issuer. */
@Injectable()
export class StartSignIn {
  constructor(
    private readonly pending: PendingLogIns,
    private readonly signIn: SignIn,
    private readonly site: SiteUrl,
  ) {}

  /**
   * @throws AUTH.SIGN_IN_UNAVAILABLE instead of sending a browser to a server that is down
   * @param input.browserKey the one this browser holds already: several tabs may sign in at once
   */
  async execute(input: { returnTo?: string; register: boolean; browserKey?: string }): Promise<StartedSignIn> {
    await this.signIn.assertReachable();
    const browserKey = input.browserKey !== undefined && isSecret(input.browserKey) ? input.browserKey : newSecret().secret;
    const codeVerifier = newSecret().secret;
    const nonce = newSecret().secret;
    const state = await this.pending.keep(browserKey, { codeVerifier, nonce, returnTo: safeReturnTo(input.returnTo, this.site.origin) });
    const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url');
    const location = this.signIn.authorizationUrl({ state, nonce, codeChallenge, redirectUri: this.site.to(CALLBACK_PATH), register: input.register });
    return { location, browserKey };
  }
}
