export { describeRateLimiterContract, type RateLimiterFixture } from './rate-limiter.contract.js';
