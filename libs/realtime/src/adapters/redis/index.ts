export { RedisPresence } from './redis-presence.js';
