import { type Actor, GUEST, hasRole, type Role, type Scope } from './actor.js';

function member(role: Role, scopes: Scope[] = ['read', 'write', 'moderate', 'admin']): Actor {
  return { kind: 'member', id: 'id', handle: 'ada', role, scopes };
}

describe('hasRole', () => {
  it.each<[Role, Role, boolean]>([
    ['learner', 'learner', true],
    ['learner', 'moderator', false],
    ['learner', 'admin', false],
    ['moderator', 'learner', true],
    ['moderator', 'moderator', true],
    ['moderator', 'admin', false],
    ['admin', 'moderator', true],
    ['admin', 'admin', true],
  ])('a %s has the role %s: %s', (held, wanted, expected) => {
    expect(hasRole(member(held), wanted)).toBe(expected);
  });

  it.each<[Scope[], boolean, boolean]>([
    [['read', 'write'], false, false],
    [['moderate'], true, false],
    [['admin'], true, true],
  ])('an admin whose token has %j may moderate: %s, administer: %s', (scopes, moderates, administers) => {
    expect([hasRole(member('admin', scopes), 'moderator'), hasRole(member('admin', scopes), 'admin')]).toEqual([moderates, administers]);
    expect(hasRole(member('admin', scopes), 'learner')).toBe(true);
  });

  it('gives guests nothing and the system everything', () => {
    expect([hasRole(GUEST, 'learner'), hasRole({ kind: 'system', name: 'test' }, 'admin')]).toEqual([false, true]);
  });
});
