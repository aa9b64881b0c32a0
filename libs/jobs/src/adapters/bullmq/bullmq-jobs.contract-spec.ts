import { describeJobSinkContract, until } from '#libs/events/testing';
import { PostgresOutbox } from '#libs/events';
import { newId } from '#libs/kernel';
import { MemoryLogger } from '#libs/observability/testing';
import { sql } from '#libs/persistence';
import { testDatabase, type TestDatabase } from '#libs/testing';
import { doomedWorker } from '../../../testing/doomed-worker.js';
import { describeJobQueueContract } from '../../../testing/job-queue.contract.js';
import { FakeJobQueue, type RequestedJob } from '../../../testing/fake-job-queue.js';
import { describeJobWorkerContract } from '../../../testing/job-worker.contract.js';
import { defineJob, handleJob } from '../../define-job.js';
import { OutboxJobQueue } from '../../outbox-job-queue.js';
import { bullConnection, QUEUE, SCHEMA } from './bull-connection.js';
import { BullQueue } from './bull-queue.js';
import { BullmqJobAdmin } from './bullmq-job-admin.js';
import { BullmqJobSink } from './bullmq-job-sink.js';
import { BullmqJobWorker } from './bullmq-job-worker.js';
import { migrateJobs } from './migrate-jobs.js';

const REQUESTED = sql<RequestedJob>(
  'test.requested-jobs',
  `select id, type as name, data -> 'payload' as payload from events.outbox where kind = 'job' order by position`,
);

let site: TestDatabase;
const logger = new MemoryLogger();
const stops: (() => Promise<unknown>)[] = [];
const settings = (max: number) => bullConnection(site.connection, max, 'test jobs');

beforeAll(async () => {
  site = await testDatabase();
  await migrateJobs(site.connection);
});
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});
afterAll(() => site.drop());

async function setup() {
  await site.query('truncate bullmq.job, bullmq.job_log, bullmq.scheduler, bullmq.event, events.outbox cascade');
  const queue = new BullQueue(settings(2), logger);
  stops.push(() => queue.close());
  return { queue, sink: new BullmqJobSink(queue), admin: new BullmqJobAdmin(queue) };
}

async function newDoomedWorker() {
  const doomed = await doomedWorker({ connection: { ...site.connection, schema: SCHEMA, max: 2 } }, QUEUE, 'postgres');
  stops.push(doomed.kill);
  return doomed;
}

describeJobSinkContract('BullMQ on PostgreSQL', async () => {
  const { queue, sink } = await setup();
  const held = async () => (await queue.open().getWaiting()).map((job) => ({ id: job.id!, name: job.name, payload: job.data.payload }));
  return { sink, held };
});

describeJobQueueContract('outbox', async () => {
  await setup();
  const { unitOfWork, reader } = site;
  return { unitOfWork, queue: new OutboxJobQueue(new PostgresOutbox()), requested: () => reader.query(REQUESTED) };
});

describeJobQueueContract('fake', async () => {
  const queue = new FakeJobQueue();
  return { unitOfWork: site.unitOfWork, queue, requested: async () => queue.requested };
});

describeJobWorkerContract('BullMQ on PostgreSQL', async () => {
  const { queue, sink, admin } = await setup();
  const newWorker = (concurrency = 5) => {
    const worker = new BullmqJobWorker(settings(4), queue, { concurrency, lockMs: 500, stalledCheckMs: 300 }, logger);
    stops.unshift(() => worker.stop());
    return worker;
  };
  return { sink, admin, newWorker, newDoomedWorker };
});

describe('BullMQ on PostgreSQL', () => {
  it('should go on when all its connections were cut', async () => {
    const { sink, queue } = await setup();
    const worker = new BullmqJobWorker(settings(4), queue, { concurrency: 5, lockMs: 500, stalledCheckMs: 300 }, logger);
    stops.unshift(() => worker.stop());
    const ran: unknown[] = [];
    const job = defineJob<number>('test.note', { attempts: 5, backoffMs: 20 });
    const request = (payload: number) => ({ id: newId(), name: job.name, attempts: 5, backoffMs: 20, payload });
    await worker.start([handleJob(job, async (payload) => void ran.push(payload))]);
    await sink.add([request(1)]);
    await until(() => ran.length === 1);
    await site.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`);
    await until(() => sink.add([request(2)]).then(() => true, () => false));
    await until(() => ran.includes(2));
  });
});
