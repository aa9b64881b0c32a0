import type { Server } from 'node:http';

/** Serves the live channel on an HTTP server. */
export abstract class LiveServer {
  /** Takes live connections on this server from now on; call it before the server listens. */
  abstract attach(server: Server): Promise<void>;
  /** Clients connected to this process. */
  abstract readonly connected: number;
  /** Lets every client go, in a way that makes it come back by itself, to another process; then stops. */
  abstract close(): Promise<void>;
}
