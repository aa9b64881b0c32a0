import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { EventSignals } from '#libs/events';
import { httpConfig, SiteUrl } from '#libs/http';
import { HealthRegistry } from '#libs/observability';
import { StartupError } from '#libs/persistence';
import { RichText } from '#libs/rich-text-server';
import type { LiveServer } from '#libs/realtime';
import { ApiModule } from './api.module.js';
import { openLiveServer } from './engines/live-server.js';
import { createApp } from './http/create-app.js';
import { untilQuiet } from './http/until-quiet.js';
import { openRuntime } from './runtime/open-runtime.js';
import type { Runtime } from './runtime/runtime.js';
import { summariseDemo, summariseEngines } from './runtime/summarise.js';
import { registerChecks } from './runtime/register-checks.js';
import type { RunningProcess } from './running-process.js';

function portProblem(error: unknown, host: string, port: number): unknown {
  const code = (error as { code?: string }).code;
  if (code === 'EADDRINUSE') return new StartupError(`port ${port} on ${host} is in use.`, 'stop what listens there, or set PORT to another one.');
  if (code === 'EACCES') return new StartupError(`port ${port} needs privileges this user lacks.`, 'set PORT to 1024 or above and put a proxy in front.');
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return new StartupError(`${host} is not an address of this machine.`, 'set HOST to one that is, such as 127.0.0.1 or 0.0.0.0.');
  return error;
}

async function listen(app: NestFastifyApplication, runtime: Runtime): Promise<string> {
  const { HOST, PORT } = runtime.configuration.of(httpConfig);
  try {
    await app.listen(PORT, HOST);
  } catch (error) {
    throw portProblem(error, HOST, PORT);
  }
  const { port } = app.getHttpServer().address() as AddressInfo;
  const site = app.get(SiteUrl);
  site.listeningOn(port);
  return site.url;
}

/** Whoever goes on sending to a process that is not ready is not waited for any longer. */
const LONGEST_WAIT_MS = 10_000;

/** Readiness off, a moment for proxies to notice, then the rest in order: sockets, requests, pools, PostgreSQL. */
async function drain(app: NestFastifyApplication, live: LiveServer, runtime: Runtime): Promise<void> {
  app.get(HealthRegistry).drain();
  const { DRAIN_MS: leastMs } = runtime.configuration.of(httpConfig);
  await untilQuiet(app.getHttpServer(), { leastMs, mostMs: leastMs + LONGEST_WAIT_MS });
  await live.close();
  await app.get(EventSignals).stop();
  await app.close();
  await app.get(RichText).close();
  await runtime.close();
}

export interface ApiOptions {
  /** Loads the demo community into an empty site, unless CAIRN_DEMO is false. */
  demo?: boolean;
}

/** Starts an API process: migrates, listens, follows the event log. @throws ConfigError, StartupError */
export async function startApi({ demo = false }: ApiOptions = {}): Promise<RunningProcess> {
  const runtime = await openRuntime('api', { migrate: true, exclusive: true });
  try {
    const app = await createApp(runtime, ApiModule.with(runtime), { web: true });
    registerChecks(app, runtime);
    app.get(EventSignals).start();
    const live = await openLiveServer(app, runtime);
    const accounts = demo ? await summariseDemo(app, runtime) : [];
    const url = await listen(app, runtime);
    const summary = [...accounts, ...(await summariseEngines(app, runtime))];
    return { url, summary, close: () => drain(app, live, runtime) };
  } catch (error) {
    await runtime.close();
    throw error;
  }
}

