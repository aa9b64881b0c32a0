import type { RedisLink } from '#libs/redis';
import { testRedis, type TestRedis } from '#libs/redis/testing';
import { eventually } from '#libs/testing';
import { eventsFixture, type EventsFixture, numbered } from '../../../testing/events-fixture.js';
import { describeLogTailContract } from '../../../testing/log-tail.contract.js';
import { until } from '../../../testing/until.js';
import { RedisEventBroadcast } from './redis-event-broadcast.js';

let redis: TestRedis;
let site: EventsFixture;
beforeEach(async () => {
  redis = await testRedis('REDIS_URL');
});
afterEach(async () => {
  await site.close();
  await redis.drop();
});

async function running(link: RedisLink = redis.link): Promise<EventsFixture> {
  site = await eventsFixture(new RedisEventBroadcast(link));
  site.startRelay();
  return site;
}

/** Follows with every read of the log counted. */
function follow({ log, newTail }: EventsFixture) {
  const since = log.since.bind(log);
  const seen: number[] = [];
  const state = { seen, reads: 0 };
  log.since = (...args) => {
    state.reads++;
    return since(...args);
  };
  newTail().follow(0, (events) => void seen.push(...events.map((event) => event.seq)));
  return state;
}

describeLogTailContract('by Redis', () => running());

describeLogTailContract('by a Redis that is down', async () => running(await redis.open('redis://127.0.0.1:1')));

describe('RedisEventBroadcast', () => {
  it('should bring events without a read of the log, whole', async () => {
    const fixture = await running();
    const followed = follow(fixture);
    await eventually(async () => expect(await redis.link.send('PUBSUB', 'NUMSUB', `${redis.prefix}:events`)).toEqual([expect.any(String), 1]));
    await fixture.publish(numbered(1));
    await until(() => followed.seen.length === 1);
    const before = followed.reads;
    for (let n = 2; n <= 30; n++) {
      await fixture.publish(numbered(n));
      await until(() => followed.seen.length === n);
    }
    // One look every five seconds is made in any case.
    expect(followed.reads - before).toBeLessThanOrEqual(2);
    const told: unknown[] = [];
    fixture.newTail().follow(30, (events) => void told.push(...events));
    await fixture.publish({ type: 'answer.posted.v1', subject: 'question:1', data: { text: 'Ä 日本語 🪨', deep: [1, null, { a: true }] } });
    await until(() => told.length === 1);
    expect(told).toEqual(await fixture.log.since(30, 1));
  });

  it('should go on from the log when its connections are cut, and by itself afterwards', async () => {
    const fixture = await running();
    const { seen } = follow(fixture);
    for (let n = 1; n <= 10; n++) {
      if (n % 3 === 0) await redis.link.send('CLIENT', 'KILL', 'TYPE', 'pubsub');
      await fixture.publish(numbered(n));
    }
    await until(() => seen.length === 10);
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    await eventually(async () => expect(await redis.link.send('PUBSUB', 'NUMSUB', `${redis.prefix}:events`)).toEqual([expect.any(String), 1]));
  });

  it('should pass over messages that are none of ours', async () => {
    const fixture = await running();
    const { seen } = follow(fixture);
    for (const text of ['', 'null', '{}', '[1]', '[{"seq":"x"}]', '[{"seq":1000000,"at":"2026-01-01"}]']) await redis.link.send('PUBLISH', `${redis.prefix}:events`, text);
    await fixture.publish(numbered(1));
    await until(() => seen.length === 1);
    expect(seen).toEqual([1]);
  });
});
