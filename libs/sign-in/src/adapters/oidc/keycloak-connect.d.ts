declare module 'keycloak-connect/middleware/auth-utils/grant-manager.js' {
  import type { KeyObject } from 'node:crypto';
  import type Token from 'keycloak-connect/middleware/auth-utils/token.js';

  interface GrantManagerConfig {
    realmUrl: string;
    clientId: string;
    public: boolean;
    bearerOnly: boolean;
    verifyTokenAudience: boolean;
    minTimeBetweenJwksRequests: number;
  }

  export default class GrantManager {
    constructor(config: GrantManagerConfig);
    rotation: { getJWK(kid: string): Promise<KeyObject> };
    validateToken(token: Token, expectedType: string): Promise<Token>;
  }
}

declare module 'keycloak-connect/middleware/auth-utils/token.js' {
  export default class Token {
    constructor(token: string, clientId?: string);
    isExpired(): boolean;
  }
}
