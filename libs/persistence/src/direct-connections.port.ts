/** One connection of its own, outside every pool: for LISTEN and session locks. */
export interface DirectClient {
  query<R extends object>(text: string, params?: readonly unknown[]): Promise<R[]>;
  /** Starts to LISTEN on a channel. */
  listen(channel: string, onMessage: (payload: string) => void): Promise<void>;
  /** Called once when the connection is lost or closed. */
  onClosed(handler: () => void): void;
  close(): Promise<void>;
}

/** Opens direct connections; the caller reconnects when one closes. @throws DATABASE.UNAVAILABLE */
export abstract class DirectConnections {
  abstract connect(name: string): Promise<DirectClient>;
}
