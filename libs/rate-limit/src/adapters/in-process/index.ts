export { InProcessRateLimiter, type InProcessRateLimiterOptions } from './in-process-rate-limiter.js';
