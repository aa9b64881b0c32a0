import { describeJobSinkContract, until } from '#libs/events/testing';
import { newId } from '#libs/kernel';
import { MemoryLogger } from '#libs/observability/testing';
import { testRedis, type TestRedis } from '#libs/redis/testing';
import { doomedWorker } from '../../../testing/doomed-worker.js';
import { describeJobWorkerContract } from '../../../testing/job-worker.contract.js';
import { defineJob, handleJob } from '../../define-job.js';
import { QUEUE } from './bull-connection.js';
import { BullQueue } from './bull-queue.js';
import { bullRedisConnection } from './bull-redis-connection.js';
import { BullmqJobAdmin } from './bullmq-job-admin.js';
import { BullmqJobSink } from './bullmq-job-sink.js';
import { BullmqJobWorker } from './bullmq-job-worker.js';
import { redisServerProblem } from './redis-server-problem.js';

let redis: TestRedis;
const logger = new MemoryLogger();
const stops: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  redis = await testRedis('REDIS_URL');
});
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
  await redis.drop();
});

const NOTE = defineJob<number>('test.note', { attempts: 5, backoffMs: 20 });
const request = (payload: number) => ({ id: newId(), name: NOTE.name, attempts: 5, backoffMs: 20, payload });

function connection(url = redis.url) {
  return bullRedisConnection({ url, prefix: redis.prefix });
}

function setup(url?: string) {
  const queue = new BullQueue(connection(url), logger);
  stops.push(() => queue.close());
  const newWorker = (concurrency = 5) => {
    const worker = new BullmqJobWorker(connection(url), queue, { concurrency, lockMs: 500, stalledCheckMs: 300 }, logger);
    stops.unshift(() => worker.stop());
    return worker;
  };
  return { queue, sink: new BullmqJobSink(queue), admin: new BullmqJobAdmin(queue), newWorker };
}

describeJobSinkContract('BullMQ on Redis', async () => {
  const { queue, sink } = setup();
  const held = async () => (await queue.open().getWaiting()).map((job) => ({ id: job.id!, name: job.name, payload: job.data.payload }));
  return { sink, held };
});

describeJobWorkerContract('BullMQ on Redis', async () => {
  const newDoomedWorker = async () => {
    const doomed = await doomedWorker({ connection: { url: redis.url, maxRetriesPerRequest: null }, prefix: `${redis.prefix}:jobs` }, QUEUE, 'redis');
    stops.push(doomed.kill);
    return doomed;
  };
  return { ...setup(), newDoomedWorker };
});

describe('BullMQ on Redis', () => {
  it('should go on when all its connections were cut', async () => {
    const { sink, newWorker } = setup();
    const ran: number[] = [];
    await newWorker().start([handleJob(NOTE, async (payload) => void ran.push(payload))]);
    await sink.add([request(1)]);
    await until(() => ran.length === 1);
    await redis.link.send('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    await until(() => sink.add([request(2)]).then(() => true, () => false));
    await until(() => ran.includes(2));
  });

  it('should refuse jobs and start and stop in bounded time while the server is down', async () => {
    const { sink, admin, newWorker } = setup('redis://127.0.0.1:1');
    await expect(sink.add([request(1)])).rejects.toThrow('does not answer');
    await expect(admin.counts()).rejects.toThrow('does not answer');
    const worker = newWorker();
    await worker.start([handleJob(NOTE, async () => undefined)], [{ definition: NOTE, everyMs: 1_000 }]);
    await worker.stop();
    expect(logger.lines.map((line) => line.message)).toContain('jobs are not run yet, trying again');
  });

  it('should keep its keys under the prefix of the site', async () => {
    await setup().sink.add([request(1)]);
    expect(await redis.keys()).toContain(`${redis.prefix}:jobs:${QUEUE}:wait`);
  });
});

describe('redisServerProblem', () => {
  it('should take the server of these tests', async () => {
    expect(await redisServerProblem(redis.link)).toBeNull();
  });

  it('should name the fix for a server that does not persist', async () => {
    await redis.link.send('CONFIG', 'SET', 'appendonly', 'no');
    try {
      expect(await redisServerProblem(redis.link)).toMatchObject({ problem: expect.stringContaining('appendonly no'), fix: expect.stringContaining('appendonly yes') });
    } finally {
      await redis.link.send('CONFIG', 'SET', 'appendonly', 'yes');
    }
  });

  it('should refuse the real server of the cache', async () => {
    const cache = await testRedis('REDIS_CACHE_URL');
    expect(await redisServerProblem(cache.link)).toMatchObject({ problem: expect.stringContaining('evicts'), fix: expect.stringContaining('noeviction') });
    await cache.drop();
  });
});
