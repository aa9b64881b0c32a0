export { InProcessCache, type InProcessCacheOptions } from './in-process-cache.js';
