import { NestFactory } from '@nestjs/core';
import { EventBroadcast, EventSignals, Relay, SubscriberRegistry, SubscriberRunner } from '#libs/events';
import { JobRegistry } from '#libs/jobs';
import { Mailer, mailSendJob } from '#libs/mail';
import { Logger } from '#libs/observability';
import { DirectConnections, UnitOfWork } from '#libs/persistence';
import { RichText } from '#libs/rich-text-server';
import { IndexKeeper } from '#modules/search';
import { JobEngine } from './engines/job-engine.js';
import { NestLogger } from './http/nest-logger.js';
import { openRuntime } from './runtime/open-runtime.js';
import type { RunningProcess } from './running-process.js';
import { WorkerModule } from './worker.module.js';

/** Starts a worker process: the relay, the subscribers, the jobs. The schema is the API process's to bring up to date. */
export async function startWorker(): Promise<RunningProcess> {
  const runtime = await openRuntime('worker');
  const app = await NestFactory.createApplicationContext(WorkerModule.with(runtime), { logger: new NestLogger(runtime.logger), abortOnError: false });
  const logger = app.get(Logger);
  const signals = app.get(EventSignals);
  const jobs = app.get(JobEngine);
  const worker = jobs.newWorker();
  const relay = new Relay(app.get(DirectConnections), jobs.sink, logger, app.get<EventBroadcast | null>(EventBroadcast));
  const subscribers = new SubscriberRunner(app.get(UnitOfWork), signals, logger);
  signals.start();
  relay.start();
  await app.get(IndexKeeper).start();
  subscribers.start(app.get(SubscriberRegistry).all());
  app.get(JobRegistry).add(mailSendJob(app.get(Mailer)));
  await worker.start(app.get(JobRegistry).jobs(), app.get(JobRegistry).schedules());
  const close = async (): Promise<void> => {
    await app.get(IndexKeeper).stop();
    await Promise.all([worker.stop(), subscribers.stop(), relay.stop()]);
    await signals.stop();
    await app.get(Mailer).close();
    await app.close();
    await app.get(RichText).close();
    await runtime.close();
  };
  return { summary: [], close };
}
