import type { AccountDirectory, SignIn, SignInRoutes, TokenVerifier } from '#libs/sign-in';

/** One issuer, through all ports of sign-in. */
export interface SignInParts {
  verifier: TokenVerifier;
  signIn: SignIn;
  routes: SignInRoutes;
  accounts: AccountDirectory;
}
