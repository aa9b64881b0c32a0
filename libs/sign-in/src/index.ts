export { type Account, AccountDirectory, type AccountDirectoryCapabilities, type NewAccount } from './account-directory.port.js';
export { AttemptLimiter, type AttemptScope, type AttemptVerdict } from './attempt-limiter.port.js';
export { signInMigrations } from './migrations/index.js';
export { renderMessagePage } from './pages/message-page.js';
export { checkPassword, PASSWORD_MAX, PASSWORD_MIN, type PasswordProblem, passwordAdvice } from './password-policy.js';
export { RateLimitedAttempts } from './rate-limited-attempts.js';
export { SecretBox } from './secret-box.js';
export { signInConfig } from './sign-in.config.js';
export {
  ACCOUNT_EXISTS,
  ACCOUNT_UNKNOWN,
  ACCOUNTS_ELSEWHERE,
  PASSWORD_REFUSED,
  SIGN_IN_REFUSED,
  SIGN_IN_UNAVAILABLE,
  TOKEN_EXPIRED,
  TOKEN_INVALID,
} from './sign-in.errors.js';
export { SignInRoutes } from './sign-in-routes.port.js';
export { type AuthorizationRequest, type CodeExchange, type EndSessionRequest, type LogoutNotice, SignIn, type SignInCapabilities, type SignInTokens } from './sign-in.port.js';
export { type HandleVerdict, type SiteMember, SiteMembers } from './site-members.port.js';
export { type TokenProfile, TokenVerifier, type VerifiedToken } from './token-verifier.port.js';
