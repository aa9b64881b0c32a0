export { redisConfig } from './redis.config.js';
export { type RedisArgument, RedisLink, type RedisListener, redisScript, type RedisScript } from './redis-link.js';
