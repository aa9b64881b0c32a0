import type { HealthCheck, Logger } from '#libs/observability';
import type { UnitOfWork } from '#libs/persistence';
import { backOffMs } from './back-off.js';
import type { EventSignals } from './event-signals.js';
import type { Subscriber } from './subscriber.js';
import { Subscription, type SubscriptionStatus } from './subscription.js';
import { Waker } from './waker.js';

/** Longest sleep without a signal; also how soon a cursor is taken over from a process that died. */
const LOOK_MS = 5_000;
const BUSY_MS = 1_000;
/** After a batch. The first event is taken at once; those that follow closely are taken together, for a batch costs about the same whatever its size. */
const GATHER_MS = 100;
/** As many failures in a row make a subscriber count as held up. */
const HELD_UP = 5;

interface Loop {
  subscription: Subscription;
  waker: Waker;
  ended: Promise<void>;
}

/**
 * Runs subscribers, one loop each. A cursor is worked by one process at a time; several workers share the subscribers among them.
 * A failing subscriber backs off (250 ms to 30 s) and never holds up another one.
 */
export class SubscriberRunner {
  private readonly loops: Loop[] = [];
  private isStopped = false;
  private unsubscribe?: () => void;

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly signals: EventSignals,
    private readonly logger: Logger,
  ) {}

  start(subscribers: readonly Subscriber[]): void {
    const names = new Set(subscribers.map((subscriber) => subscriber.name));
    if (names.size < subscribers.length) throw new Error('two subscribers have the same name');
    for (const subscriber of subscribers) {
      const subscription = new Subscription(subscriber, this.unitOfWork, this.logger);
      const waker = new Waker();
      this.loops.push({ subscription, waker, ended: this.loop(subscription, waker) });
    }
    this.unsubscribe = this.signals.onLog(() => this.wakeAll());
  }

  /** Finishes the batches in hand. */
  async stop(): Promise<void> {
    this.isStopped = true;
    this.unsubscribe?.();
    this.wakeAll();
    await Promise.all(this.loops.map((loop) => loop.ended));
  }

  status(): SubscriptionStatus[] {
    return this.loops.map((loop) => loop.subscription.status);
  }

  /** Not critical: names the subscribers that are held up. */
  healthCheck(): HealthCheck {
    return {
      name: 'subscribers',
      critical: false,
      check: async () => {
        const heldUp = this.status().filter((status) => status.failures >= HELD_UP);
        if (heldUp.length === 0) return;
        throw new Error(heldUp.map((status) => `${status.subscriber}: ${status.error}`).join('; '));
      },
    };
  }

  private wakeAll(): void {
    for (const { waker } of this.loops) waker.wake();
  }

  private async loop(subscription: Subscription, waker: Waker): Promise<void> {
    await this.open(subscription, waker);
    while (!this.isStopped) {
      const progress = await subscription.step();
      if (progress.state === 'done') await this.gather(waker);
      else if (progress.state === 'idle') await waker.wait(LOOK_MS);
      else if (progress.state === 'busy') await this.pause(waker, BUSY_MS);
      else if (progress.state === 'failed') await this.pause(waker, progress.retryMs);
    }
  }

  private async open(subscription: Subscription, waker: Waker): Promise<void> {
    for (let failures = 1; !this.isStopped; failures++) {
      try {
        return await subscription.open();
      } catch (error) {
        if (failures === 1) this.logger.error('cursor cannot be opened, trying again', { err: error });
        await this.pause(waker, backOffMs(failures));
      }
    }
  }

  /** Sleeps, and then until there is something: an event that came meanwhile has left its wake-up. */
  private async gather(waker: Waker): Promise<void> {
    const until = performance.now() + GATHER_MS;
    let isWoken = false;
    while (!this.isStopped && performance.now() < until) {
      await waker.wait(until - performance.now());
      isWoken ||= performance.now() < until;
    }
    if (!isWoken && !this.isStopped) await waker.wait(LOOK_MS);
  }

  /** Sleeps, and is not woken by new events: only by the end. */
  private async pause(waker: Waker, milliseconds: number): Promise<void> {
    const until = performance.now() + milliseconds;
    while (!this.isStopped && performance.now() < until) await waker.wait(until - performance.now());
  }
}
