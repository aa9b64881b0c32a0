import { NestFactory } from '@nestjs/core';
import { EventSignals, Relay, SubscriberRegistry, SubscriberRunner } from '#libs/events';
import { JobRegistry, jobsConfig } from '#libs/jobs';
import { bullConnection, BullmqJobSink, BullmqJobWorker, BullQueue } from '#libs/jobs/bullmq';
import { Mailer, mailSendJob } from '#libs/mail';
import { Logger } from '#libs/observability';
import { DirectConnections, UnitOfWork } from '#libs/persistence';
import { RichText } from '#libs/rich-text-server';
import { NestLogger } from './http/nest-logger.js';
import { openRuntime } from './runtime/open-runtime.js';
import type { RunningProcess } from './running-process.js';
import { WorkerModule } from './worker.module.js';

/** Connections that running jobs may use of BullMQ's own, besides the one it listens on; and those that adding jobs may use. */
const JOB_POOL = 3;
const QUEUE_POOL = 2;

/** Starts a worker process: the relay, the subscribers, the jobs. The schema is the API process's to bring up to date. */
export async function startWorker(): Promise<RunningProcess> {
  const runtime = await openRuntime('worker');
  const app = await NestFactory.createApplicationContext(WorkerModule.with(runtime), { logger: new NestLogger(runtime.logger), abortOnError: false });
  const logger = app.get(Logger);
  const signals = app.get(EventSignals);
  const connection = bullConnection(runtime.connection, JOB_POOL, 'jobs');
  const queue = new BullQueue(bullConnection(runtime.connection, QUEUE_POOL, 'queue'), logger);
  const relay = new Relay(app.get(DirectConnections), new BullmqJobSink(queue), logger);
  const subscribers = new SubscriberRunner(app.get(UnitOfWork), signals, logger);
  const { JOBS_CONCURRENCY: concurrency } = runtime.configuration.of(jobsConfig);
  const jobs = new BullmqJobWorker(connection, queue, { concurrency }, logger);
  signals.start();
  relay.start();
  subscribers.start(app.get(SubscriberRegistry).all());
  app.get(JobRegistry).add(mailSendJob(app.get(Mailer)));
  await jobs.start(app.get(JobRegistry).jobs(), app.get(JobRegistry).schedules());
  const close = async (): Promise<void> => {
    await Promise.all([jobs.stop(), subscribers.stop(), relay.stop()]);
    await signals.stop();
    await queue.close();
    await app.get(Mailer).close();
    await app.close();
    await app.get(RichText).close();
    await runtime.close();
  };
  return { summary: [], close };
}
