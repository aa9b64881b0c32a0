import { cacheConfig } from '#libs/cache';
import type { ConfigDefinition } from '#libs/config';
import { documentsConfig } from '#libs/documents';
import { httpConfig } from '#libs/http';
import { jobsConfig } from '#libs/jobs';
import { mailConfig } from '#libs/mail';
import { observabilityConfig } from '#libs/observability';
import { persistenceConfig } from '#libs/persistence';
import { rateLimitConfig } from '#libs/rate-limit';
import { redisConfig } from '#libs/redis';
import { realtimeConfig } from '#libs/realtime';
import { searchEngineConfig } from '#libs/search-engine';
import { signInConfig } from '#libs/sign-in';
import { identityConfig } from '#modules/identity';
import { demoConfig } from '#modules/demo';
import { Configuration } from './configuration.js';
import { platformConfig } from './platform.config.js';

/** Every variable of the program; docs/reference/configuration.md and .env.example are made from this list. */
export const configRegistry: readonly ConfigDefinition[] = [platformConfig, httpConfig, persistenceConfig, documentsConfig, observabilityConfig, jobsConfig, signInConfig, identityConfig, mailConfig, rateLimitConfig, realtimeConfig, redisConfig, cacheConfig, searchEngineConfig, demoConfig];

/** The configuration of this process: the one place that reads the environment. @throws ConfigError */
export function loadConfiguration(): Configuration {
  return new Configuration(configRegistry, process.env);
}

export { Configuration } from './configuration.js';
export { platformConfig } from './platform.config.js';
