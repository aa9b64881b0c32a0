import { NotFoundException } from '@nestjs/common';
import { AppError, defineError, type ErrorKind, errorCatalogue } from '#libs/kernel';
import { statusOf, toAppError, toProblem } from './problem.js';

const STATUS: Record<ErrorKind, number> = {
  malformed: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'not-acceptable': 406,
  timeout: 408,
  conflict: 409,
  precondition: 412,
  'too-large': 413,
  'uri-too-long': 414,
  'unsupported-media': 415,
  invalid: 422,
  'rate-limited': 429,
  'headers-too-large': 431,
  internal: 500,
  unavailable: 503,
  'insufficient-storage': 507,
};

function fastifyError(statusCode: number): Error {
  return Object.assign(new Error('from Fastify'), { code: 'FST_ERR_SAMPLE', statusCode });
}

describe('statusOf', () => {
  it.each(Object.entries(STATUS) as [ErrorKind, number][])('answers a failure of kind %s with %i', (kind, status) => {
    expect(statusOf({ code: 'X', kind, title: 'x' })).toBe(status);
  });

  it('has a status for every failure of the catalogue', () => {
    expect(errorCatalogue().filter((definition) => !(statusOf(definition) >= 400))).toEqual([]);
  });
});

describe('toAppError', () => {
  it('leaves expected failures as they are', () => {
    const error = new AppError(errorCatalogue()[0]!);
    expect(toAppError(error)).toBe(error);
  });

  it.each([
    [400, 'REQUEST.MALFORMED'],
    [404, 'RESOURCE.NOT_FOUND'],
    [405, 'REQUEST.METHOD_NOT_ALLOWED'],
    [408, 'REQUEST.TIMED_OUT'],
    [413, 'REQUEST.TOO_LARGE'],
    [414, 'REQUEST.URI_TOO_LONG'],
    [415, 'REQUEST.UNSUPPORTED_MEDIA'],
    [418, 'REQUEST.MALFORMED'],
    [431, 'REQUEST.HEADERS_TOO_LARGE'],
    [500, 'SERVICE.INTERNAL'],
    [503, 'SERVICE.UNAVAILABLE'],
  ])('knows what Fastify means by %i', (status, code) => {
    expect(toAppError(fastifyError(status)).code).toBe(code);
  });

  it('knows what Nest means', () => {
    expect(toAppError(new NotFoundException()).code).toBe('RESOURCE.NOT_FOUND');
  });

  it.each<[string, unknown]>([
    ['an error with the status another server answered', Object.assign(new Error('upstream'), { statusCode: 404, status: 404 })],
    ['any error', new TypeError('x is not a function')],
    ['a string', 'thrown'],
    ['null', null],
    ['nothing', undefined],
  ])('takes %s for a bug of ours', (_name, thrown) => {
    const error = toAppError(thrown);
    expect(error.code).toBe('SERVICE.INTERNAL');
    expect(error.options.cause).toBe(thrown);
  });
});

describe('toProblem', () => {
  const SAMPLE = defineError('SPEC.PROBLEM', 'invalid', 'A sample');

  it('is what RFC 9457 wants, with our code and request id', () => {
    const errors = [{ pointer: '/a', code: 'x', message: 'is wrong' }];
    expect(toProblem(new AppError(SAMPLE, { detail: 'In detail', errors, extensions: { scope: 's' } }), 'request-1')).toEqual({
      type: '/api/problems/SPEC.PROBLEM',
      title: 'A sample',
      status: 422,
      detail: 'In detail',
      code: 'SPEC.PROBLEM',
      requestId: 'request-1',
      errors,
      scope: 's',
    });
  });

  it('says nothing of what went wrong inside', () => {
    const problem = toProblem(toAppError(new Error('password=hunter2')), 'request-1');
    expect(JSON.stringify(problem)).not.toContain('hunter2');
    expect(problem).not.toHaveProperty('errors');
  });
});
