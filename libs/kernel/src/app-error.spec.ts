import { AppError, defineError, errorCatalogue } from './app-error.js';

const SAMPLE = defineError('SPEC.SAMPLE', 'conflict', 'A sample');

describe('defineError', () => {
  it('puts the definition into the catalogue, sorted by code', () => {
    const codes = errorCatalogue().map((definition) => definition.code);
    expect(codes).toContain('SPEC.SAMPLE');
    expect(codes).toEqual([...codes].sort((a, b) => a.localeCompare(b)));
  });

  it('refuses a code that is taken', () => {
    expect(() => defineError('SPEC.SAMPLE', 'conflict', 'Another')).toThrow('defined twice');
  });
});

describe('AppError', () => {
  it('says its detail, or its title when there is none, and keeps its cause', () => {
    const cause = new Error('cause');
    expect(new AppError(SAMPLE).message).toBe('A sample');
    expect(new AppError(SAMPLE, { detail: 'In detail', cause })).toMatchObject({ message: 'In detail', code: 'SPEC.SAMPLE', cause });
  });
});
