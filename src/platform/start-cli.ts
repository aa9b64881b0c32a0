import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventSignals } from '#libs/events';
import { RichText } from '#libs/rich-text-server';
import { CliModule } from './cli.module.js';
import { NestLogger } from './http/nest-logger.js';
import { openRuntime } from './runtime/open-runtime.js';
import type { Runtime } from './runtime/runtime.js';

/** What a command works with; `close` gives everything back. */
export interface CliContext {
  app: INestApplicationContext;
  runtime: Runtime;
  close(): Promise<void>;
}

/**
 * Opens the program for one command, without HTTP, relay or jobs. Works beside a running server (attaches to its PostgreSQL) or alone
 * (starts the embedded one and stops it at the end); brings the schema up to date first. @throws ConfigError, StartupError
 */
export async function createCliContext(): Promise<CliContext> {
  const runtime = await openRuntime('cli', { migrate: true });
  const app = await NestFactory.createApplicationContext(CliModule.with(runtime), { logger: new NestLogger(runtime.logger), abortOnError: false });
  const close = async (): Promise<void> => {
    await app.get(EventSignals).stop();
    await app.close();
    await app.get(RichText).close();
    await runtime.close();
  };
  return { app, runtime, close };
}
