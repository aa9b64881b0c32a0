export { type ConnectOptions, type LiveClient, type LiveServerFixture, type MakeLiveServer } from './live-client.js';
export { describeLiveConnectionsContract } from './live-connections.contract.js';
export { describeLiveRoomsContract } from './live-rooms.contract.js';
export { type LiveSite, liveSite } from './live-site.js';
export { MemoryLiveLog } from './memory-live-log.js';
export { describePresenceContract } from './presence.contract.js';
