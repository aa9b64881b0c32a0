import type { Subscriber } from './subscriber.js';

/** Worker modules put their subscribers here while the program starts; the worker then runs them. */
export class SubscriberRegistry {
  private readonly subscribers: Subscriber[] = [];

  add(subscriber: Subscriber): void {
    this.subscribers.push(subscriber);
  }

  all(): readonly Subscriber[] {
    return this.subscribers;
  }
}
