export { definedLimits, defineLimit, type LimitDefinition } from './define-limit.js';
export { FallbackRateLimiter } from './fallback-rate-limiter.js';
export { allowanceOf, decide, type Decision } from './gcra.js';
export { rateLimitConfig } from './rate-limit.config.js';
export { RateLimiter, type Verdict } from './rate-limiter.port.js';
