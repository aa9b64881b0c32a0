import { type DynamicModule, Global, Module, type Provider } from '@nestjs/common';
import { DocumentStore, RecentTexts } from '#libs/documents';
import { httpConfig, Idempotency, PageVersions, SiteUrl } from '#libs/http';
import { Clock } from '#libs/kernel';
import { HealthRegistry, Logger, Metrics } from '#libs/observability';
import { DirectConnections, SqlReader, UnitOfWork } from '#libs/persistence';
import { RichText } from '#libs/rich-text-server';
import { configRegistry } from '../config/index.js';
import type { Runtime } from '../runtime/runtime.js';
import { documentsProviders } from './documents.providers.js';
import { eventsProviders } from './events.providers.js';
import { jobProviders } from './job-engine.js';
import { limitsProviders } from './limits.providers.js';
import { mailProviders } from './mail.providers.js';
import { redisProviders } from './redis-links.js';
import { searchProviders } from './search.providers.js';
import { signInProviders } from './sign-in.providers.js';
import { RUNTIME } from './tokens.js';

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

/** Of the texts on pages, so many characters are held in memory. */
const RECENT_CHARACTERS = 8 * 1024 * 1024;

const ofThisProcess: Provider[] = [
  { provide: PageVersions, useFactory: (reader: SqlReader) => new PageVersions(reader), inject: [SqlReader] },
  { provide: RecentTexts, useFactory: (store: DocumentStore) => new RecentTexts(store, { maxSize: RECENT_CHARACTERS }), inject: [DocumentStore] },
  { provide: RichText, useFactory: () => new RichText() },
  HealthRegistry,
  Idempotency,
];

const ports = [...documentsProviders, ...searchProviders, ...redisProviders, ...jobProviders, ...limitsProviders, ...mailProviders, ...eventsProviders, ...signInProviders];

/** Binds every port to the adapter of the active engine: the only place that names adapters. */
@Global()
@Module({})
export class EnginesModule {
  static with(runtime: Runtime): DynamicModule {
    const providers = [{ provide: RUNTIME, useValue: runtime }, ...configs, ...fromRuntime, ...ofThisProcess, ...ports];
    return { module: EnginesModule, providers, exports: providers };
  }
}
