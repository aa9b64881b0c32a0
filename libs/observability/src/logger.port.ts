/** What a log line carries besides its sentence. `err` takes an Error. Values of secrets are masked, wherever they sit. */
export type LogFields = Readonly<Record<string, unknown>>;

/**
 * Structured logs. The message is one constant sentence in lower case; what varies goes into `fields`, so that lines can be counted.
 * `error` wakes somebody; `warn` is looked at in the morning; `info` tells the story of a process; `debug` is off in production.
 */
export abstract class Logger {
  abstract debug(message: string, fields?: LogFields): void;
  abstract info(message: string, fields?: LogFields): void;
  abstract warn(message: string, fields?: LogFields): void;
  abstract error(message: string, fields?: LogFields): void;
  /** A logger whose lines all carry `fields`. */
  abstract child(fields: LogFields): Logger;
}
