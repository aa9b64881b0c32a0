export { RedisEventBroadcast } from './redis-event-broadcast.js';
