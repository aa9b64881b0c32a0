import { safeReturnTo } from './return-to.js';

describe('safeReturnTo', () => {
  const origin = 'https://learn.example.org';

  it.each(['/', '/questions/1/how-to?sort=new&tag=a#answer-2', '/search?q=https://evil.example', '/users/%2F', '/authors', '/realms-of-gold'])('should keep %s', (path) => {
    expect(safeReturnTo(path, origin)).toBe(path);
  });

  it.each([
    undefined,
    '',
    'questions',
    'https://evil.example/',
    'https://learn.example.org/x',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\/evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/./\u0000/evil.example',
    'javascript:alert(1)',
    '/..//evil.example',
    '/x/..//evil.example',
    '/auth/logout',
    '/AUTH/login?returnTo=/',
    '/realms/cairn/x',
    `/${'x'.repeat(3000)}`,
  ])('should not go to %p', (value) => {
    expect(safeReturnTo(value, origin)).toBe('/');
  });
});
