export { AccessGuard } from './access/access.guard.js';
export { Ctx, type HttpContext } from './access/http-context.js';
export { Limited } from './access/limited.js';
export { accessOf, Allow, Anonymous, declaredPermissions, type Permission, permission, permissionsOf, Public, type RouteAccess } from './access/permission.js';
export { RateLimitGuard } from './access/rate-limit.guard.js';
export { type Authentication, type Credentials, RequestAuthenticator, SESSION_COOKIE } from './access/request-authenticator.port.js';
export { AllowedMethods } from './edge/allowed-methods.js';
export { methodFailure, registerEdgeHooks } from './edge/edge.hooks.js';
export { fastifyOptions } from './edge/fastify-options.js';
export { registerJsonBody } from './edge/json-body.js';
export { requireVersion, tagWith } from './entity-tag.js';
export { type GuestCacheConfig, GuestCached, type VersionKeys } from './guest-pages/guest-cached.decorator.js';
export { GuestPageCache } from './guest-pages/guest-page-cache.js';
export { registerGuestPages } from './guest-pages/guest-pages.hooks.js';
export { LIST_KEYS, listKey, PageVersions, PEOPLE_KEY } from './guest-pages/page-versions.js';
export { httpConfig } from './http.config.js';
export { Idempotency } from './idempotency.js';
export {
  CURSOR_INVALID,
  FORBIDDEN,
  INTERNAL,
  METHOD_NOT_ALLOWED,
  NOT_FOUND,
  ORIGIN_REFUSED,
  PRECONDITION_FAILED,
  RATE_LIMITED,
  REQUEST_INVALID,
  REQUEST_MALFORMED,
  TOO_LARGE,
  UNAVAILABLE,
} from './problem/http.errors.js';
export { ProblemFilter, type ReportFailure } from './problem/problem.filter.js';
export { type Problem, PROBLEM_TYPE, statusOf, toAppError, toProblem } from './problem/problem.js';
export { sendProblem } from './problem/send-problem.js';
export { Id, IdParam, Instant, line, MarkdownBody, pageOf, pageQuery, ProblemSchema, repeatable } from './schema/common.schemas.js';
export { CursorInstant, CursorInt, CursorText, decodeCursor, encodeCursor, toPage } from './schema/cursor.js';
export { NextLinkInterceptor } from './schema/next-link.interceptor.js';
export { ResponseCheckInterceptor } from './schema/response-check.interceptor.js';
export { Returns, RETURNS } from './schema/returns.decorator.js';
export { SchemaValidationPipe } from './schema/schema-validation.pipe.js';
export { SurplusInputInterceptor } from './schema/surplus-input.interceptor.js';
export { SiteUrl } from './site-url.js';
