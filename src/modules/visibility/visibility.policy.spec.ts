import { type Actor, GUEST } from '#libs/kernel';
import { VisibilityPolicy, type VisibleRow } from './visibility.policy.js';

const policy = new VisibilityPolicy();
const author: Actor = { kind: 'member', id: 'author', handle: 'ada', role: 'learner', scopes: ['read', 'write'] };
const other: Actor = { ...author, id: 'other', handle: 'alan' };
const moderator: Actor = { ...author, id: 'mod', handle: 'grace', role: 'moderator', scopes: ['read', 'write', 'moderate'] };
const readOnlyModerator: Actor = { ...moderator, scopes: ['read'] };
const row = (overrides: Partial<VisibleRow>): VisibleRow => ({ audience: 'public', state: 'live', authorId: 'author', ...overrides });

describe('VisibilityPolicy', () => {
  it.each([
    ['public and live', row({}), [true, true, true, true]],
    ['for members', row({ audience: 'members' }), [false, true, true, true]],
    ['hidden', row({ state: 'hidden' }), [false, true, false, true]],
    ['a draft', row({ state: 'draft' }), [false, true, false, true]],
    ['deleted', row({ state: 'deleted' }), [false, false, false, true]],
    ['hidden, of a deleted owner', row({ state: 'hidden', authorId: null }), [false, false, false, true]],
  ])('when a row is %s', (_name, subject, expected) => {
    expect([GUEST, author, other, moderator].map((actor) => policy.canSee(actor, subject))).toEqual(expected);
  });

  it('gives a moderator no more through a token without the moderate scope', () => {
    expect(policy.canSee(readOnlyModerator, row({ state: 'hidden' }))).toBe(false);
  });

  it('lists for guests only what is public', () => {
    expect(policy.listFilterFor(GUEST).audiences).toEqual(['public']);
    expect(policy.listFilterFor(other).audiences).toEqual(['public', 'members']);
  });
});
