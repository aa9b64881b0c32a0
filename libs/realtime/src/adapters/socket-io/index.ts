export { clientAddress } from './client-address.js';
export { SocketIoLiveServer, type SocketIoLiveServerOptions } from './socket-io-live-server.js';
