export { PinoLogger, type PinoLoggerOptions } from './pino-logger.js';
