import type { ArgumentMetadata } from '@nestjs/common';
import { z } from 'zod';
import type { AppError } from '#libs/kernel';
import { SchemaValidationPipe } from './schema-validation.pipe.js';

const Body = z.strictObject({ title: z.string().min(3), tags: z.array(z.string()).max(2).default([]), nested: z.strictObject({ 'a/b': z.number() }).optional() });
const Query = z.strictObject({ limit: z.coerce.number().int().max(100).default(20) });
const Param = z.strictObject({ id: z.uuid() });

const pipe = new SchemaValidationPipe();
const run = (type: ArgumentMetadata['type'], schema: unknown, value: unknown): Promise<unknown> => pipe.transform(value, { type, schema } as never);

async function failureOf(promise: Promise<unknown>): Promise<AppError> {
  return promise.then(
    () => Promise.reject(new Error('it was accepted')),
    (error: unknown) => error as AppError,
  );
}

async function pointersOf(promise: Promise<unknown>): Promise<unknown> {
  const { code, options } = await failureOf(promise);
  return [code, options.errors?.map((error) => error.pointer)];
}

describe('SchemaValidationPipe', () => {
  it('answers what the schema makes of the value', async () => {
    expect(await run('body', Body, { title: 'abc' })).toEqual({ title: 'abc', tags: [] });
    expect(await run('query', Query, { limit: '7' })).toEqual({ limit: 7 });
    expect(await run('query', Query, undefined)).toEqual({ limit: 20 });
  });

  it('points into the body (RFC 6901) and names every mistake', async () => {
    const body = { title: 'x', tags: ['a', 1], nested: { 'a/b': 'no' } };
    expect(await pointersOf(run('body', Body, body))).toEqual(['REQUEST.INVALID', ['/title', '/tags/1', '/nested/a~1b']]);
  });

  it('points at query members', async () => {
    expect(await pointersOf(run('query', Query, { limit: 'x', other: '1' }))).toEqual(['REQUEST.INVALID', ['/query/limit', '/query/other']]);
  });

  it.each(['other', '__proto__', 'constructor', 'a/b'])('refuses the unknown member %s and says where it stands', async (key) => {
    const body = Object.defineProperty({ title: 'abc' }, key, { value: {}, enumerable: true });
    expect(await pointersOf(run('body', Body, body))).toEqual(['REQUEST.INVALID', [`/${key.replaceAll('/', '~1')}`]]);
  });

  it('lists at most twenty unknown members', async () => {
    const body = { title: 'abc', ...Object.fromEntries(Array.from({ length: 1000 }, (_, n) => [`k${n}`, n])) };
    expect((await failureOf(run('body', Body, body))).options.errors).toHaveLength(20);
  });

  it('wants a body where one is described', async () => {
    expect(await pointersOf(run('body', Body, undefined))).toEqual(['REQUEST.INVALID', ['']]);
  });

  it('takes a path parameter that cannot name anything for something that is not there', async () => {
    for (const id of ['7', '', 'a\0']) expect((await failureOf(run('param', Param, { id }))).code).toBe('RESOURCE.NOT_FOUND');
  });

  it('refuses texts that cannot be kept, before the schema sees them', async () => {
    expect(await pointersOf(run('body', Body, { title: 'abc\0' }))).toEqual(['REQUEST.INVALID', ['/title']]);
    expect(await pointersOf(run('query', Query, { limit: '\ud83d' }))).toEqual(['REQUEST.INVALID', ['/query/limit']]);
  });

  it('keeps the detail short', async () => {
    const { message } = await failureOf(run('body', Body, { title: 'abc', tags: Array.from({ length: 50 }, () => 1) }));
    expect(message.length).toBeLessThanOrEqual(500);
  });

  it('leaves what our own decorators inject alone', async () => {
    const injected = { anything: '\0' };
    expect(await run('custom', undefined, injected)).toBe(injected);
  });
});
