import { io, type Socket } from 'socket.io-client';
import { until } from '#libs/events/testing';

export interface LiveEvent {
  id: string;
  seq: number;
  type: string;
  at: string;
  room: string;
  data: Record<string, unknown>;
}

export interface LiveAnswer {
  ok: boolean;
  seq?: number;
  problem?: { code: string; status: number };
}

const open: Socket[] = [];

/** Closes what a test file has opened; for afterEach. */
export function closeListeners(): void {
  for (const socket of open.splice(0)) socket.close();
}

/** A client of the live channel that keeps what it hears. */
export class LiveListener {
  readonly heard: { name: string; message: Record<string, unknown> }[] = [];
  /** Why the connection ended; null while it stands. */
  ending: string | null = null;

  private constructor(private readonly socket: Socket) {
    socket.onAny((name: string, message: Record<string, unknown>) => this.heard.push({ name, message }));
    socket.on('disconnect', (reason) => (this.ending = reason));
  }

  /** Rejects with the problem document when the handshake is refused. */
  static connect(site: string, who: { token?: string; cookie?: string; origin?: string } = {}): Promise<LiveListener> {
    const { token, ...headers } = who;
    const socket = io(`${site}/live`, { auth: token ? { token } : {}, extraHeaders: headers, reconnection: false, forceNew: true });
    open.push(socket);
    const listener = new LiveListener(socket);
    return new Promise((resolve, reject) => {
      socket.on('connect', () => resolve(listener));
      socket.on('connect_error', (error) => reject((error as { data?: Error }).data ?? error));
    });
  }

  async send(name: 'join' | 'leave', message: Record<string, unknown>): Promise<LiveAnswer> {
    return (await this.socket.timeout(10_000).emitWithAck(name, message)) as LiveAnswer;
  }

  /** Joins a room, or fails with the problem. */
  async join(room: string, since?: number): Promise<number> {
    const { ok, seq, problem } = await this.send('join', { room, ...(since === undefined ? {} : { since }) });
    if (!ok) throw new Error(`not let into ${room}: ${JSON.stringify(problem)}`);
    return seq!;
  }

  events(type?: string): LiveEvent[] {
    return this.heard.filter(({ name, message }) => name === 'event' && (type === undefined || message.type === type)).map(({ message }) => message as unknown as LiveEvent);
  }

  /** Waits for an event of this type that matches. */
  hear(type: string, matches: (event: LiveEvent) => boolean = () => true): Promise<LiveEvent> {
    return until(() => this.events(type).find(matches));
  }
}
