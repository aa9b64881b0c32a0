import type { Socket } from 'socket.io';
import { type Actor, AppError, type FieldError, newId } from '#libs/kernel';
import { RATE_LIMITED, REQUEST_INVALID, toAppError, toProblem } from '#libs/http';
import type { Logger } from '#libs/observability';
import type { z } from 'zod';
import type { LiveConnection, LiveNotices } from '../../live-connection.js';
import type { LiveHub } from '../../live-hub.js';
import { type EndedReason, JoinMessage, LeaveMessage, PresenceMessage } from '../../live-messages.js';
import type { Admission } from './admission.js';
import { MessageBudget } from './message-budget.js';

const MESSAGES_PER_SECOND = 20;

function parse<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors: FieldError[] = result.error.issues.slice(0, 20).map(({ path, code, message }) => ({ pointer: ['', ...path.map(String)].join('/'), code, message }));
  throw new AppError(REQUEST_INVALID, { detail: errors.map((error) => `${error.pointer || '/'} ${error.message}`).join('; ').slice(0, 500), errors });
}

type Acknowledge = (answer: object) => void;

/** One Socket.io client in the namespace. Every message is held against its schema and answered through its acknowledgement. */
export class SocketConnection implements LiveConnection {
  readonly expiresAt?: number;
  actor: Actor;
  private readonly budget = new MessageBudget(MESSAGES_PER_SECOND);

  constructor(
    private readonly socket: Socket,
    private readonly admission: Admission,
    private readonly hub: LiveHub,
    private readonly logger: Logger,
  ) {
    this.actor = admission.actor;
    this.expiresAt = admission.expiresAt;
    // `next` is never called: all messages, unknown ones too, end in `take`.
    socket.use(([name, ...args]: unknown[]) => void this.take(name, args));
    socket.on('disconnect', () => hub.closed(this));
    hub.opened(this);
  }

  get id(): string {
    return this.socket.id;
  }

  get isOpen(): boolean {
    return this.socket.connected;
  }

  get backlog(): number {
    return (this.socket.conn as unknown as { writeBuffer?: unknown[] }).writeBuffer?.length ?? 0;
  }

  identify(): Promise<Actor> {
    return this.admission.identify();
  }

  send<N extends keyof LiveNotices>(notice: N, message: LiveNotices[N]): void {
    this.socket.emit(notice, message);
  }

  enter(channel: string): void {
    void this.socket.join(channel);
  }

  leave(channel: string): void {
    void this.socket.leave(channel);
  }

  end(reason: EndedReason): void {
    this.socket.emit('ended', { reason });
    this.socket.disconnect(true);
  }

  private async take(name: unknown, args: unknown[]): Promise<void> {
    const last = args.at(-1);
    const acknowledge: Acknowledge = typeof last === 'function' ? (last as Acknowledge) : () => undefined;
    try {
      if (!this.budget.take()) throw new AppError(RATE_LIMITED, { detail: `At most ${MESSAGES_PER_SECOND} messages per second`, retryAfter: 1 });
      acknowledge({ ok: true, ...(await this.answer(name, args[0])) });
    } catch (error) {
      acknowledge({ ok: false, problem: this.problem(error) });
      if (this.budget.isAbused) this.end('too-many-messages');
    }
  }

  private async answer(name: unknown, message: unknown): Promise<object> {
    if (name === 'join') return { seq: await this.hub.join(this, parse(JoinMessage, message)) };
    if (name === 'presence') {
      const { room } = parse(PresenceMessage, message);
      return { room, watching: await this.hub.watching(this, room) };
    }
    if (name !== 'leave') throw new AppError(REQUEST_INVALID, { detail: 'Only join, leave and presence are understood here' });
    await this.hub.leave(this, parse(LeaveMessage, message).room);
    return {};
  }

  private problem(error: unknown): object {
    const failure = toAppError(error);
    const requestId = newId();
    if (failure.definition.kind === 'internal') this.logger.error('a live message failed', { err: error, requestId });
    return toProblem(failure, requestId);
  }
}
