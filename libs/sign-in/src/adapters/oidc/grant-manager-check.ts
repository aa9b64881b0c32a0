import type { KeyObject } from 'node:crypto';
import GrantManager from 'keycloak-connect/middleware/auth-utils/grant-manager.js';
import Token from 'keycloak-connect/middleware/auth-utils/token.js';

/**
 * keycloak-connect's own verdict on a Bearer token, after jose has given its verdict: alone it takes tokens without `exp`,
 * ignores `nbf` and never reads the header's `alg`. It gets our keys, so that it never fetches any itself.
 */
export class GrantManagerCheck {
  private readonly manager: GrantManager;

  constructor(
    issuer: string,
    private readonly audience: string,
    keyOf: (kid: string) => Promise<KeyObject | null>,
  ) {
    this.manager = new GrantManager({
      realmUrl: issuer,
      clientId: audience,
      public: true,
      bearerOnly: true,
      verifyTokenAudience: true,
      minTimeBetweenJwksRequests: 10,
    });
    this.manager.rotation = {
      getJWK: async (kid) => {
        const key = await keyOf(kid);
        if (!key) throw new Error('unknown key');
        return key;
      },
    };
  }

  /** @throws when keycloak-connect refuses the token */
  async assertValid(jwt: string): Promise<void> {
    await this.manager.validateToken(new Token(jwt, this.audience), 'Bearer');
  }
}
