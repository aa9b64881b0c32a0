import { newId } from '#libs/kernel';
import { testRedis, type TestRedis } from '#libs/redis/testing';
import { eventually } from '#libs/testing';
import { describePresenceContract } from '../../../testing/presence.contract.js';
import { LivePresence } from '../../live-presence.js';
import { RedisPresence } from './redis-presence.js';

let redis: TestRedis;
beforeAll(async () => {
  redis = await testRedis('REDIS_URL');
});
afterAll(() => redis.drop());

describePresenceContract('Redis', { isShared: true }, async () => new RedisPresence(redis.link));

describe('RedisPresence', () => {
  it('should count the watchers of every process, a member of two processes once', async () => {
    const [first, second] = [new RedisPresence(redis.link), new RedisPresence(await redis.open())];
    const room = newId();
    await first.enter(room, ['member:a', 'guest:1']);
    await second.enter(room, ['member:a', 'guest:2']);
    expect([await first.count(room), await second.count(room)]).toEqual([3, 3]);
  });

  it('should forget the watchers of a process that does not renew them, and no others', async () => {
    const [killed, living] = [new RedisPresence(redis.link, { presenceMs: 300 }), new RedisPresence(redis.link)];
    const room = newId();
    await killed.enter(room, ['guest:1', 'guest:2']);
    await living.enter(room, ['guest:3']);
    await eventually(async () => expect(await living.count(room)).toBe(1));
  });

  it('should leave no key behind for a room that everybody was taken from', async () => {
    const room = newId();
    await new RedisPresence(redis.link, { presenceMs: 200 }).enter(room, ['a']);
    await eventually(async () => expect((await redis.keys()).filter((key) => key.includes(room))).toEqual([]));
  });

  it('should count here alone while the server is down', async () => {
    const presence = new LivePresence(new RedisPresence(await redis.open('redis://127.0.0.1:1')));
    const room = newId();
    presence.enter(room, 'member:a');
    presence.enter(room, 'guest:b');
    expect(await presence.count(room)).toBe(2);
  });
});
