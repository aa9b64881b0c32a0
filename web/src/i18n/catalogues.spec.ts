import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { LANGUAGES } from './languages.js';
import type { Messages } from './messages.js';

const folder = path.join(import.meta.dirname, 'catalogues');
const names = readdirSync(path.join(folder, LANGUAGES[0]));
const read = (language: string, name: string): Messages => JSON.parse(readFileSync(path.join(folder, language, name), 'utf8')) as Messages;
const placeholders = (message: Messages[string]): string[] => {
  const texts = typeof message === 'string' ? [message] : Object.values(message);
  return [...new Set(texts.flatMap((text) => text.match(/\{\w+\}/g) ?? []))].sort();
};

describe('the catalogues', () => {
  it('should name no key twice', () => {
    const keys = names.flatMap((name) => Object.keys(read(LANGUAGES[0], name)));
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  describe.each(LANGUAGES.slice(1))('in %s', (language) => {
    it('should have the same files', () => {
      expect(readdirSync(path.join(folder, language))).toEqual(names);
    });

    it.each(names)('should have every text of %s with the same places', (name) => {
      const shape = (messages: Messages) => Object.entries(messages).map(([key, message]) => [key, placeholders(message)]);
      expect(shape(read(language, name))).toEqual(shape(read(LANGUAGES[0], name)));
    });

    it.each(names)('should have the plural forms of the language in %s', (name) => {
      const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
      const lacking = Object.entries(read(language, name)).filter(([, message]) => typeof message !== 'string' && needed.some((form) => !(form in message)));
      expect(lacking).toEqual([]);
    });
  });
});
