export { type CacheFixture, describeCacheContract } from './cache.contract.js';
