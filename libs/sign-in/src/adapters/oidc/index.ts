export { httpKeySource } from './http-key-source.js';
export type { KeySetSource } from './jwks-cache.js';
export { OidcSignIn, type OidcSignInOptions } from './oidc-sign-in.js';
export { OidcTokenVerifier, type TokenVerifierOptions } from './oidc-token-verifier.js';
