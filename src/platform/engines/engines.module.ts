import { type DynamicModule, Global, Module, type Provider } from '@nestjs/common';
import { Cache, cacheConfig } from '#libs/cache';
import { DocumentStore } from '#libs/documents';
import { EventLog, EventSignals, LogTail, Outbox, PostgresEventLog, PostgresOutbox, SubscriberRegistry } from '#libs/events';
import { httpConfig, Idempotency, PageVersions, SiteUrl } from '#libs/http';
import { JobQueue, JobRegistry, OutboxJobQueue } from '#libs/jobs';
import { Clock } from '#libs/kernel';
import { mailConfig, Mailer, MailOutbox } from '#libs/mail';
import type { PostgresMailOutbox } from '#libs/mail/outbox';
import { HealthRegistry, Logger, Metrics } from '#libs/observability';
import { DirectConnections, SqlReader, UnitOfWork } from '#libs/persistence';
import { rateLimitConfig, RateLimiter } from '#libs/rate-limit';
import { RichText } from '#libs/rich-text-server';
import { SearchEngine } from '#libs/search-engine';
import { configRegistry, platformConfig } from '../config/index.js';
import type { Runtime } from '../runtime/runtime.js';
import { signInProviders } from './sign-in.providers.js';
import { RUNTIME } from './tokens.js';

async function documentStore(reader: SqlReader, unitOfWork: UnitOfWork): Promise<DocumentStore> {
  const { PostgresDocumentStore } = await import('#libs/documents/postgres');
  return new PostgresDocumentStore(reader, unitOfWork);
}

async function rateLimiter(clock: Clock, runtime: Runtime): Promise<RateLimiter> {
  const { InProcessRateLimiter } = await import('#libs/rate-limit/in-process');
  return new InProcessRateLimiter(clock, { factor: runtime.configuration.of(rateLimitConfig).RATE_LIMIT_FACTOR });
}

async function cache(clock: Clock, runtime: Runtime): Promise<Cache> {
  const { InProcessCache } = await import('#libs/cache/in-process');
  return new InProcessCache(clock, { maxBytes: runtime.configuration.of(cacheConfig).CACHE_MB * 1024 * 1024 });
}

async function mailer(runtime: Runtime, kept: PostgresMailOutbox): Promise<Mailer> {
  const { SMTP_URL, MAIL_FROM } = runtime.configuration.of(mailConfig);
  if (SMTP_URL !== undefined) return new (await import('#libs/mail/smtp')).SmtpMailer({ url: SMTP_URL, from: MAIL_FROM });
  const { OutboxMailer } = await import('#libs/mail/outbox');
  return new OutboxMailer(kept, runtime.logger);
}

async function mailOutbox(unitOfWork: UnitOfWork, reader: SqlReader): Promise<PostgresMailOutbox> {
  const { PostgresMailOutbox } = await import('#libs/mail/outbox');
  return new PostgresMailOutbox(unitOfWork, reader);
}

async function searchEngine(reader: SqlReader, unitOfWork: UnitOfWork, clock: Clock): Promise<SearchEngine> {
  const { PostgresSearchEngine } = await import('#libs/search-engine/postgres');
  return new PostgresSearchEngine(reader, unitOfWork, clock);
}

const BREAK_DELAY_MS = 50;

function outbox(runtime: Runtime, signals: EventSignals): PostgresOutbox {
  const { CAIRN_TEST_BREAK, CAIRN_TEST_BUILD } = runtime.configuration.of(platformConfig);
  const broken = CAIRN_TEST_BUILD && CAIRN_TEST_BREAK === 'outbox-outside-tx';
  const breakAtomicity = broken ? { unitOfWork: runtime.database.unitOfWork, delayMs: BREAK_DELAY_MS } : undefined;
  return new PostgresOutbox({ ring: () => signals.ringOutbox(), breakAtomicity });
}

function siteUrl(runtime: Runtime): SiteUrl {
  const { PUBLIC_URL, PORT } = runtime.configuration.of(httpConfig);
  return new SiteUrl(PUBLIC_URL, PORT);
}

const configs: Provider[] = configRegistry.map((definition) => ({
  provide: definition.token,
  useFactory: (runtime: Runtime) => runtime.configuration.of(definition),
  inject: [RUNTIME],
}));

const fromRuntime: Provider[] = [
  { provide: Clock, useFactory: (runtime: Runtime) => runtime.clock, inject: [RUNTIME] },
  { provide: Logger, useFactory: (runtime: Runtime) => runtime.logger, inject: [RUNTIME] },
  { provide: UnitOfWork, useFactory: (runtime: Runtime) => runtime.database.unitOfWork, inject: [RUNTIME] },
  { provide: SqlReader, useFactory: (runtime: Runtime) => runtime.database.reader, inject: [RUNTIME] },
  { provide: DirectConnections, useFactory: (runtime: Runtime) => runtime.database.direct, inject: [RUNTIME] },
  { provide: Metrics, useFactory: (runtime: Runtime) => new Metrics({ role: runtime.role }), inject: [RUNTIME] },
  { provide: SiteUrl, useFactory: siteUrl, inject: [RUNTIME] },
];

const engines: Provider[] = [
  { provide: DocumentStore, useFactory: documentStore, inject: [SqlReader, UnitOfWork] },
  { provide: SearchEngine, useFactory: searchEngine, inject: [SqlReader, UnitOfWork, Clock] },
  { provide: RateLimiter, useFactory: rateLimiter, inject: [Clock, RUNTIME] },
  { provide: Cache, useFactory: cache, inject: [Clock, RUNTIME] },
  { provide: MailOutbox, useFactory: mailOutbox, inject: [UnitOfWork, SqlReader] },
  { provide: Mailer, useFactory: mailer, inject: [RUNTIME, MailOutbox] },
  { provide: EventLog, useFactory: (reader: SqlReader, uow: UnitOfWork) => new PostgresEventLog(reader, uow), inject: [SqlReader, UnitOfWork] },
  { provide: EventSignals, useFactory: (direct: DirectConnections, logger: Logger) => new EventSignals(direct, logger), inject: [DirectConnections, Logger] },
  { provide: LogTail, useFactory: (log: EventLog, signals: EventSignals, logger: Logger) => new LogTail(log, signals, logger), inject: [EventLog, EventSignals, Logger] },
  { provide: Outbox, useFactory: outbox, inject: [RUNTIME, EventSignals] },
  { provide: JobQueue, useFactory: (box: PostgresOutbox) => new OutboxJobQueue(box), inject: [Outbox] },
  { provide: PageVersions, useFactory: (reader: SqlReader) => new PageVersions(reader), inject: [SqlReader] },
  { provide: RichText, useFactory: () => new RichText() },
  SubscriberRegistry,
  JobRegistry,
  HealthRegistry,
  Idempotency,
];

/** Binds every port to the adapter of the active engine: the only place that names adapters. */
@Global()
@Module({})
export class EnginesModule {
  static with(runtime: Runtime): DynamicModule {
    const providers = [{ provide: RUNTIME, useValue: runtime }, ...configs, ...fromRuntime, ...engines, ...signInProviders];
    return { module: EnginesModule, providers, exports: providers };
  }
}
