export type { SendMail } from './account-mail.js';
export { BuiltInIssuer } from './built-in-issuer.js';
export { BuiltInSignIn, type BuiltInSignInOptions } from './built-in-sign-in.js';
export { API_AUDIENCE } from './clients.js';
export type { RotationPlan, SigningKeys } from './signing-keys.js';
