import type { LoggerService } from '@nestjs/common';
import type { Logger } from '#libs/observability';

/** Nest's own lines: its warnings and errors in our log, its start-up chatter as debug. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, context?: unknown): void {
    this.logger.debug('nest', { message, context });
  }

  warn(message: unknown, context?: unknown): void {
    this.logger.warn('nest', { message, context });
  }

  error(message: unknown, stack?: unknown, context?: unknown): void {
    this.logger.error('nest', { message, stack, context });
  }
}
