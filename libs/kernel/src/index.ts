export { type Actor, GUEST, type GuestActor, hasRole, type MemberActor, type Role, type Scope, type SystemActor } from './actor.js';
export {
  AppError,
  type AppErrorOptions,
  defineError,
  errorCatalogue,
  type ErrorDefinition,
  type ErrorKind,
  type FieldError,
} from './app-error.js';
export { Clock } from './clock.js';
export { isId, newId } from './ids.js';
export { DEFAULT_LIMIT, MAX_LIMIT, type Page } from './page.js';
export {
  guestContext,
  idForCreated,
  type IdempotencySlot,
  type RequestContext,
  requireMember,
  SIGN_IN_REQUIRED,
  systemContext,
  viewerId,
} from './request-context.js';
export { SystemClock } from './system-clock.js';
