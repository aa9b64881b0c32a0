import { describePresenceContract } from '../../../testing/presence.contract.js';
import { InProcessPresence } from './in-process-presence.js';

describePresenceContract('in process', { isShared: false }, async () => new InProcessPresence());
