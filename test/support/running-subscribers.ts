import type { INestApplicationContext } from '@nestjs/common';
import { EventLog, EventSignals, Relay, SubscriberRegistry, SubscriberRunner } from '#libs/events';
import { MemoryJobSink } from '#libs/events/testing';
import { Logger } from '#libs/observability';
import { DirectConnections, sql, SqlReader, UnitOfWork } from '#libs/persistence';
import { eventually } from '#libs/testing';

const WAITING = sql<{ count: number }>('test.outbox-waiting', 'select count(*) as count from events.outbox');

/** What a worker does with events, in the process of the test: the relay and every registered subscriber. */
export class RunningSubscribers {
  private readonly relay: Relay;
  private runner: SubscriberRunner;

  constructor(private readonly app: INestApplicationContext) {
    const logger = app.get(Logger, { strict: false });
    const signals = app.get(EventSignals, { strict: false });
    this.relay = new Relay(app.get(DirectConnections, { strict: false }), new MemoryJobSink(), logger);
    signals.start();
    this.relay.start();
    this.runner = this.startRunner();
  }

  /** Nobody reads the log while `work` runs; it goes on being written. */
  async whilePaused(work: () => Promise<void>): Promise<void> {
    await this.runner.stop();
    try {
      await work();
    } finally {
      this.runner = this.startRunner();
    }
  }

  /** Waits until every subscriber has seen every event that has been committed so far. */
  async settled(): Promise<void> {
    const log = this.app.get(EventLog, { strict: false });
    const reader = this.app.get(SqlReader, { strict: false });
    const names = this.app.get(SubscriberRegistry, { strict: false }).all().map((subscriber) => subscriber.name);
    await eventually(async () => {
      if ((await reader.one(WAITING))!.count > 0) throw new Error('events still wait in the outbox');
      const lags = new Map((await log.lags()).map((cursor) => [cursor.subscriber, cursor.lag]));
      const behind = names.filter((name) => lags.get(name) !== 0);
      if (behind.length > 0) throw new Error(`not up to date: ${behind.join(', ')}`);
    });
  }

  async stop(): Promise<void> {
    await Promise.all([this.runner.stop(), this.relay.stop()]);
    await this.app.get(EventSignals, { strict: false }).stop();
  }

  private startRunner(): SubscriberRunner {
    const get = <T>(token: abstract new (...args: never[]) => T): T => this.app.get<T>(token, { strict: false });
    const runner = new SubscriberRunner(get(UnitOfWork), get(EventSignals), get(Logger));
    runner.start(get(SubscriberRegistry).all());
    return runner;
  }
}
