import { type LogFields, Logger } from '../src/logger.port.js';

export interface LogLine {
  level: 'debug' | 'info' | 'warn' | 'error';
  message: string;
  fields: LogFields;
}

/** Keeps every line for the test to read. */
export class MemoryLogger extends Logger {
  constructor(
    readonly lines: LogLine[] = [],
    private readonly fields: LogFields = {},
  ) {
    super();
  }

  debug(message: string, fields?: LogFields): void {
    this.push('debug', message, fields);
  }

  info(message: string, fields?: LogFields): void {
    this.push('info', message, fields);
  }

  warn(message: string, fields?: LogFields): void {
    this.push('warn', message, fields);
  }

  error(message: string, fields?: LogFields): void {
    this.push('error', message, fields);
  }

  child(fields: LogFields): Logger {
    return new MemoryLogger(this.lines, { ...this.fields, ...fields });
  }

  private push(level: LogLine['level'], message: string, fields: LogFields = {}): void {
    this.lines.push({ level, message, fields: { ...this.fields, ...fields } });
  }
}
