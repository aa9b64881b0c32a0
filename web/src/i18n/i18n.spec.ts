import { I18n } from './i18n.js';
import { chooseLanguage, directionOf } from './languages.js';
import type { MessageKey, Messages } from './messages.js';
import { formatAgo } from './time-format.js';

function speaking(language: 'en' | 'de', messages: Messages): I18n {
  const i18n = new I18n(language);
  i18n.add(messages);
  return i18n;
}

describe('I18n', () => {
  const i18n = speaking('de', { a: 'Von {name}', b: { one: '{count} Frage', other: '{count} Fragen' } });
  const key = (name: string): MessageKey => name as MessageKey;

  it('should put values in their places', () => {
    expect(i18n.t(key('a'), { name: 'Ada' })).toBe('Von Ada');
  });

  it('should choose the plural form and write numbers as the language does', () => {
    expect(i18n.t(key('b'), { count: 1 })).toBe('1 Frage');
    expect(i18n.t(key('b'), { count: 12345 })).toBe('12.345 Fragen');
  });

  it('should not take what somebody wrote for a place', () => {
    expect(i18n.t(key('a'), { name: '{count} <b>' })).toBe('Von {count} <b>');
  });
});

describe('chooseLanguage', () => {
  it.each([
    [undefined, undefined, 'en'],
    ['de-AT,de;q=0.9,en;q=0.5', undefined, 'de'],
    ['fr-FR,fr;q=0.9,en;q=0.8,de;q=0.7', undefined, 'en'],
    ['en;q=0.1, de', undefined, 'de'],
    ['de;q=0', undefined, 'en'],
    ['*', undefined, 'en'],
    ['en', 'de', 'de'],
    ['de', 'xx', 'de'],
    [';;q=,,', undefined, 'en'],
  ])('should for %j and a cookie %j choose %s', (header, cookie, language) => {
    expect(chooseLanguage(header, cookie)).toBe(language);
  });

  it('should know which languages run the other way', () => {
    expect([directionOf('de'), directionOf('ar')]).toEqual(['ltr', 'rtl']);
  });
});

describe('formatAgo', () => {
  const now = Date.parse('2026-11-21T12:00:00Z');
  const ago = (at: string): string => formatAgo('en', new Date(at), now, 'UTC');

  it.each([
    ['2026-11-21T11:59:40Z', 'now'],
    ['2026-11-21T11:55:00Z', '5 min. ago'],
    ['2026-11-21T09:30:00Z', '2 hr. ago'],
    ['2026-11-20T11:00:00Z', 'yesterday'],
    ['2026-09-01T00:00:00Z', 'Sep 1, 2026'],
    ['2026-11-21T12:00:30Z', 'now'],
  ])('should write %s as %s', (at, words) => {
    expect(ago(at)).toBe(words);
  });
});
