import { type Logger, observabilityConfig } from '#libs/observability';
import { PinoLogger } from '#libs/observability/pino';
import type { Configuration } from '../config/index.js';
import type { ProcessRole } from '../runtime/runtime.js';

/** The logger of a process, its role in every line. A command logs to stderr: its stdout is its result. */
export function processLogger(configuration: Configuration, role: ProcessRole): Logger {
  const stream = role === 'cli' ? process.stderr : undefined;
  return PinoLogger.create({ ...configuration.of(observabilityConfig), stream }).child({ role });
}
