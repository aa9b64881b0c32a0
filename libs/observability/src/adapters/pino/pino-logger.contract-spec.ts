import { describeLoggerContract } from '../../../testing/logger.contract.js';
import { PinoLogger } from './pino-logger.js';

describeLoggerContract('pino', (level) => {
  const lines: string[] = [];
  const logger = PinoLogger.create({ LOG_LEVEL: level, LOG_FORMAT: 'json', stream: { write: (line) => void lines.push(line) } });
  return { logger, lines: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
});

describe('PinoLogger for people', () => {
  it('should write the time, the level, the sentence, the fields and the stack', () => {
    const lines: string[] = [];
    const logger = PinoLogger.create({ LOG_LEVEL: 'info', LOG_FORMAT: 'pretty', stream: { write: (line) => void lines.push(line) } });
    logger.info('listening', { port: 3000, at: 'two words' });
    logger.error('job failed', { err: new Error('no route') });
    expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d\.\d{3} info {2}listening port=3000 at="two words"\n$/);
    expect(lines[1]).toMatch(/error job failed\n {2}Error: no route\n/);
  });
});
