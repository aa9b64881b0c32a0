import type { LiveServer } from '../src/live-server.port.js';
import { type LiveSite, liveSite } from './live-site.js';

/** A client of the live channel, as a test drives it. */
export interface LiveClient {
  /** The acknowledgement of a message; `ok` and `seq`, or `problem`. */
  send(name: string, message: unknown): Promise<{ ok: boolean; seq?: number; room?: string; watching?: number; problem?: { code: string; status: number; requestId: string; errors?: { pointer: string }[] } }>;
  /** What the server sent, in order. */
  readonly received: readonly { name: string; message: Record<string, unknown> }[];
  /** Null while open; `for-good` when a client should not come back, `come-back` when it will by itself. */
  readonly ending: null | 'for-good' | 'come-back';
  close(): void;
}

export interface ConnectOptions {
  token?: string;
  cookie?: string;
  origin?: string;
  address?: string;
}

export interface LiveServerFixture {
  server: LiveServer;
  /** Rejects with the problem document when the handshake is refused. */
  connect(options?: ConnectOptions): Promise<LiveClient>;
}

/** Own origin is `http://localhost`; at most five connections per address; `X-Forwarded-For` from loopback is believed. */
export type MakeLiveServer = (site: LiveSite) => Promise<LiveServerFixture>;

/** A site with things `a` and `b` for all, `m` for members, `h` hidden, and its server. */
export async function startLiveSite(make: MakeLiveServer) {
  const site = liveSite();
  site.things.set('a', 'public');
  site.things.set('b', 'public');
  site.things.set('m', 'members');
  site.things.set('h', 'hidden');
  const fixture = await make(site);
  const change = (n: number, id = 'a') => site.log.append('thing.changed.v1', `thing:${id}`, { n, secret: 'x' });
  return { ...site, ...fixture, change };
}
