import { AppError } from '#libs/kernel';
import { TOKEN_INVALID } from '../src/sign-in.errors.js';
import { TokenVerifier, type VerifiedToken } from '../src/token-verifier.port.js';

/** Takes what a test puts in. */
export class FakeTokenVerifier extends TokenVerifier {
  readonly tokens = new Map<string, VerifiedToken>();

  async verify(jwt: string): Promise<VerifiedToken> {
    const token = this.tokens.get(jwt);
    if (!token) throw new AppError(TOKEN_INVALID);
    return token;
  }
}
