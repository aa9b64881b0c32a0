import type { Actor } from '#libs/kernel';
import type { EndedReason, LeftNotice, LiveEnvelope, ResetNotice } from './live-messages.js';

export interface LiveNotices {
  event: LiveEnvelope;
  reset: ResetNotice;
  left: LeftNotice;
}

/** One client, as the hub sees it; a transport implements it. */
export interface LiveConnection {
  readonly id: string;
  /** Replaced by the hub when the member's role changes. */
  actor: Actor;
  /** When its credential runs out, in ms since 1970, if that is known. */
  readonly expiresAt?: number;
  readonly isOpen: boolean;
  /** Messages that wait to be sent. */
  readonly backlog: number;
  /** Asks again who this is, by the credential it was opened with. @throws what the authenticator throws */
  identify(): Promise<Actor>;
  send<N extends keyof LiveNotices>(notice: N, message: LiveNotices[N]): void;
  enter(channel: string): void;
  leave(channel: string): void;
  /** Says why and closes. */
  end(reason: EndedReason): void;
}

/** Sends one message to everybody in a channel at once: one encoding, no work per member. */
export interface LiveTransport {
  broadcast(channel: string, envelope: LiveEnvelope): void;
}
