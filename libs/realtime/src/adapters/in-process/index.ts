export { InProcessPresence } from './in-process-presence.js';
