export { openRedis, type OpenRedisOptions } from './open-redis.js';
