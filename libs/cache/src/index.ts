export { cacheConfig } from './cache.config.js';
export { Cache, type Cacheable } from './cache.port.js';
