export { type CacheCapabilities, type CacheFixture, describeCacheContract } from './cache.contract.js';
