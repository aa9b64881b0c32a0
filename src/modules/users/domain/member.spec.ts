import { isSuspended } from './member.js';

describe('isSuspended', () => {
  const now = new Date('2026-01-02T00:00:00Z');

  it.each([
    ['active', null, false],
    ['suspended', null, true],
    ['suspended', new Date('2026-01-02T00:00:01Z'), true],
    ['suspended', new Date('2026-01-02T00:00:00Z'), false],
    ['erased', null, false],
  ] as const)('state %s until %s: %s', (state, suspendedUntil, expected) => {
    expect(isSuspended({ state, suspendedUntil }, now)).toBe(expected);
  });
});
