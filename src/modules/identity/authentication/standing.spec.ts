import { assertNotSuspended, isSuspended } from './standing.js';

const now = new Date('2026-03-01T12:00:00Z');
const later = new Date('2026-03-01T12:00:01Z');

describe('assertNotSuspended', () => {
  it('should let active members pass, and those whose suspension is over', () => {
    for (const member of [
      { state: 'active' as const, suspendedUntil: null, suspendedReason: null },
      { state: 'suspended' as const, suspendedUntil: now, suspendedReason: 'spam' },
    ]) {
      expect(isSuspended(member, now)).toBe(false);
      expect(() => assertNotSuspended(member, now)).not.toThrow();
    }
  });

  it.each([
    [later, '2026-03-01T12:00:01.000Z'],
    [null, null],
  ])('should refuse with the end %p and the reason', (suspendedUntil, until) => {
    const member = { state: 'suspended' as const, suspendedUntil, suspendedReason: 'spam' };
    expect(() => assertNotSuspended(member, now)).toThrow(
      expect.objectContaining({ code: 'AUTH.SUSPENDED', options: expect.objectContaining({ extensions: { until, reason: 'spam' } }) }),
    );
  });
});
