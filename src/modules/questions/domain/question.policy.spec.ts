import { type Actor, GUEST } from '#libs/kernel';
import type { Answer, Question } from './question.js';
import { answerOperations, questionOperations } from './question.policy.js';

const author: Actor = { kind: 'member', id: 'author', handle: 'ada', role: 'learner', scopes: ['read', 'write', 'moderate', 'admin'] };
const other: Actor = { ...author, id: 'other', handle: 'alan' };
const moderator: Actor = { ...author, id: 'mod', handle: 'grace', role: 'moderator' };
const weakModerator: Actor = { ...moderator, scopes: ['read', 'write'] };

const question = (overrides: Partial<Question> = {}): Question => ({
  id: 'q', authorId: 'author', authorName: null, slug: 's', title: 't', excerpt: 'e', tags: ['a'], audience: 'public', state: 'live', score: 0, answerCount: 0, commentCount: 0,
  acceptedAnswerId: null, textVersion: 1, rowVersion: 1, closedAt: null, closedReason: null, createdAt: new Date(0), editedAt: null, lastActivityAt: new Date(0), source: null, ...overrides,
});
const answer = (overrides: Partial<Answer> = {}): Answer => ({
  id: 'a', questionId: 'q', authorId: 'author', authorName: null, state: 'live', accepted: false, score: 0, commentCount: 0,
  textVersion: 1, rowVersion: 1, createdAt: new Date(0), editedAt: null, source: null, ...overrides,
});

/** The operations that are allowed, without their `can`. */
function allowed(operations: object): string[] {
  return Object.entries(operations).filter(([, may]) => may).map(([name]) => name.replace(/^can/, '').toLowerCase());
}

describe('questionOperations', () => {
  it.each<[string, Actor, Partial<Question>, string[]]>([
    ['a guest', GUEST, {}, []],
    ['another member', other, {}, ['vote', 'comment', 'answer']],
    ['its author', author, {}, ['edit', 'delete', 'comment', 'answer', 'accept']],
    ['its author, once it has answers', author, { answerCount: 1 }, ['edit', 'comment', 'answer', 'accept']],
    ['its author, once it is closed', author, { closedAt: new Date(1) }, ['edit', 'delete', 'comment', 'accept']],
    ['another member, once it is closed', other, { closedAt: new Date(1) }, ['vote', 'comment']],
    ['its author, while it is hidden', author, { state: 'hidden' }, []],
    ['a moderator', moderator, { answerCount: 3 }, ['edit', 'delete', 'vote', 'hide', 'comment', 'answer']],
    ['a moderator, while it is hidden', moderator, { state: 'hidden' }, ['edit', 'delete', 'hide']],
    ['a moderator, once it is deleted', moderator, { state: 'deleted' }, []],
    ['a moderator with a token that cannot moderate', weakModerator, {}, ['vote', 'comment', 'answer']],
    ['anybody, when its owner is gone', other, { authorId: null }, ['vote', 'comment', 'answer']],
  ])('%s may', (_who, actor, overrides, expected) => {
    expect(allowed(questionOperations(actor, question(overrides))).sort()).toEqual(expected.sort());
  });
});

describe('answerOperations', () => {
  it.each<[string, Actor, Partial<Answer>, Partial<Question>, string[]]>([
    ['a guest', GUEST, {}, {}, []],
    ['another member', other, {}, {}, ['vote', 'comment']],
    ['its author, also of an accepted one', author, { accepted: true }, {}, ['edit', 'delete', 'comment']],
    ['its author, while the question is hidden', author, {}, { state: 'hidden' }, []],
    ['its author, while it is hidden', author, { state: 'hidden' }, {}, []],
    ['a moderator', moderator, {}, {}, ['edit', 'delete', 'vote', 'hide', 'comment']],
    ['a moderator, while it is hidden', moderator, { state: 'hidden' }, {}, ['edit', 'delete', 'hide']],
    ['a moderator, once it is deleted', moderator, { state: 'deleted' }, {}, []],
    ['anybody, when its owner is gone', other, { authorId: null }, {}, ['vote', 'comment']],
  ])('%s may', (_who, actor, overrides, ofQuestion, expected) => {
    expect(allowed(answerOperations(actor, answer(overrides), question(ofQuestion))).sort()).toEqual(expected.sort());
  });
});
