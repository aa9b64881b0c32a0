import { type DestinationStream, destination, type Logger as Pino, pino } from 'pino';
import { type LogFields, Logger } from '../../logger.port.js';
import { scrub, scrubText } from '../../scrub.js';
import { prettyLine } from './pretty-line.js';

export interface PinoLoggerOptions {
  LOG_LEVEL: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  LOG_FORMAT: 'json' | 'pretty';
  /** Where lines go; standard output unless given (a CLI with --json keeps that for its result). */
  stream?: DestinationStream;
}

/** Pino behind the port. Everything written is scrubbed first, errors and nested objects included. */
export class PinoLogger extends Logger {
  private constructor(private readonly raw: Pino) {
    super();
  }

  static create(options: PinoLoggerOptions): PinoLogger {
    const target = options.stream ?? destination({ fd: 1, sync: true });
    const stream = options.LOG_FORMAT === 'pretty' ? { write: (line: string) => target.write(prettyLine(line)) } : target;
    return new PinoLogger(pino({ level: options.LOG_LEVEL, base: null }, stream));
  }

  debug(message: string, fields?: LogFields): void {
    if (this.raw.isLevelEnabled('debug')) this.raw.debug(scrub(fields ?? {}), scrubText(message));
  }

  info(message: string, fields?: LogFields): void {
    if (this.raw.isLevelEnabled('info')) this.raw.info(scrub(fields ?? {}), scrubText(message));
  }

  warn(message: string, fields?: LogFields): void {
    this.raw.warn(scrub(fields ?? {}), scrubText(message));
  }

  error(message: string, fields?: LogFields): void {
    this.raw.error(scrub(fields ?? {}), scrubText(message));
  }

  child(fields: LogFields): Logger {
    return new PinoLogger(this.raw.child(scrub(fields) as Record<string, unknown>));
  }
}
