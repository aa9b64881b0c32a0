export { describeLoggerContract } from './logger.contract.js';
export { type LogLine, MemoryLogger } from './memory-logger.js';
