export { testRedis, type TestRedis } from './test-redis.js';
