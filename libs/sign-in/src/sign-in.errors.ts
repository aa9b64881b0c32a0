import { defineError } from '#libs/kernel';

/** RFC 6750 `invalid_token`: forged, malformed, of another issuer or audience, revoked. The answer never says which. */
export const TOKEN_INVALID = defineError('AUTH.TOKEN_INVALID', 'unauthenticated', 'The access token is not valid');
export const TOKEN_EXPIRED = defineError('AUTH.TOKEN_EXPIRED', 'unauthenticated', 'The access token has expired');
/** The issuer refused a code or refresh token: used, revoked, expired or never issued. */
export const SIGN_IN_REFUSED = defineError('AUTH.SIGN_IN_REFUSED', 'unauthenticated', 'The sign-in could not be completed');
export const SIGN_IN_UNAVAILABLE = defineError('AUTH.SIGN_IN_UNAVAILABLE', 'unavailable', 'Sign-in is not available at the moment');
export const ACCOUNT_EXISTS = defineError('AUTH.ACCOUNT_EXISTS', 'conflict', 'There is an account with this e-mail address already');
export const ACCOUNT_UNKNOWN = defineError('AUTH.ACCOUNT_UNKNOWN', 'not-found', 'There is no such account');
/** With an outside issuer: our service account may only look. The detail names both ways on. */
export const ACCOUNTS_ELSEWHERE = defineError('AUTH.ACCOUNTS_ELSEWHERE', 'forbidden', 'Accounts are kept by the sign-in server, which does not let us change them');
export const PASSWORD_REFUSED = defineError('AUTH.PASSWORD_REFUSED', 'invalid', 'This password cannot be used');
