import { randomBytes } from 'node:crypto';
import { testRedis } from '#libs/redis/testing';
import { describeJobsCommand } from './testing/jobs-command.suite.js';

const redis = await testRedis('REDIS_URL');
const prefix = `test-${randomBytes(4).toString('hex')}`;
afterAll(async () => {
  const keys = (await redis.link.send('KEYS', `${prefix}*`)) as string[];
  if (keys.length > 0) await redis.link.send('DEL', ...keys);
  await redis.drop();
});

describeJobsCommand('BullMQ on Redis', { REDIS_URL: redis.url, REDIS_PREFIX: prefix });
