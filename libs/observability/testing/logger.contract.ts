import type { Logger } from '../src/logger.port.js';

type Level = 'debug' | 'info' | 'warn' | 'error';
interface Written {
  logger: Logger;
  lines: () => Record<string, unknown>[];
}

/** What every logger promises: one object per line, levels, inherited fields, no credentials. */
export function describeLoggerContract(name: string, make: (level: Level) => Written): void {
  describe(`Logger contract: ${name}`, () => {
    it('should write one object per line with its sentence and fields', () => {
      const { logger, lines } = make('debug');
      logger.info('member signed in', { memberId: 'm1', nested: { n: 1 } });
      expect(lines()).toHaveLength(1);
      expect(lines()[0]).toMatchObject({ msg: 'member signed in', memberId: 'm1', nested: { n: 1 } });
    });

    it('should leave out lines below its level', () => {
      const { logger, lines } = make('warn');
      logger.debug('a');
      logger.info('b');
      logger.warn('c');
      logger.error('d');
      expect(lines().map((line) => line.msg)).toEqual(['c', 'd']);
    });

    it('should put the fields of a child on all its lines, and not on those of its parent', () => {
      const { logger, lines } = make('info');
      logger.child({ subscriber: 'search' }).child({ batch: 2 }).info('handled');
      logger.info('other');
      expect(lines()[0]).toMatchObject({ subscriber: 'search', batch: 2 });
      expect(lines()[1]).not.toHaveProperty('subscriber');
    });

    it('should never write a credential, in fields, children, errors or the sentence', () => {
      const { logger, lines } = make('debug');
      logger.child({ cookie: 'cairn_session=sekret' }).info('x');
      logger.info('got Bearer sekret', { headers: { authorization: 'Bearer sekret' }, password: 'sekret' });
      logger.error('failed', { err: new Error('bad token cairn_pat_sekret') });
      expect(lines()).toHaveLength(3);
      expect(JSON.stringify(lines())).not.toContain('sekret');
    });

    it('should write an error with its message and stack', () => {
      const { logger, lines } = make('info');
      logger.error('failed', { err: new Error('boom') });
      expect(lines()[0]).toMatchObject({ err: { message: 'boom', stack: expect.stringContaining('Error: boom') } });
    });
  });
}
