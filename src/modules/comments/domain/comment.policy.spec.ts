import { type Actor, GUEST } from '#libs/kernel';
import type { Comment } from './comment.js';
import { commentOperations, EDIT_WINDOW_MS } from './comment.policy.js';

const author: Actor = { kind: 'member', id: 'author', handle: 'ada', role: 'learner', scopes: ['read', 'write', 'moderate', 'admin'] };
const other: Actor = { ...author, id: 'other' };
const moderator: Actor = { ...author, id: 'mod', role: 'moderator' };
const posted = new Date('2026-01-01T00:00:00Z');
const comment = (overrides: Partial<Comment> = {}): Pick<Comment, 'authorId' | 'createdAt' | 'state'> => ({ authorId: 'author', createdAt: posted, state: 'live', ...overrides });

function allowed(actor: Actor, overrides: Partial<Comment>, ageMs: number): string[] {
  const operations = commentOperations(actor, comment(overrides), new Date(posted.getTime() + ageMs));
  return Object.entries(operations).filter(([, may]) => may).map(([name]) => name.replace(/^can/, '').toLowerCase()).sort();
}

describe('commentOperations', () => {
  it.each<[string, Actor, Partial<Comment>, number, string[]]>([
    ['a guest', GUEST, {}, 0, []],
    ['another member', other, {}, 0, ['vote']],
    ['its author', author, {}, EDIT_WINDOW_MS, ['delete', 'edit']],
    ['its author, a moment after the window', author, {}, EDIT_WINDOW_MS + 1, ['delete']],
    ['its author, while it is hidden', author, { state: 'hidden' }, 0, []],
    ['a moderator, at any time', moderator, {}, 10 * EDIT_WINDOW_MS, ['delete', 'edit', 'hide', 'vote']],
    ['a moderator, while it is hidden', moderator, { state: 'hidden' }, 0, ['hide']],
    ['anybody, when its owner is gone', other, { authorId: null }, 0, ['vote']],
  ])('%s may', (_who, actor, overrides, age, expected) => {
    expect(allowed(actor, overrides, age)).toEqual(expected);
  });
});
