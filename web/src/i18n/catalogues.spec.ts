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
      const original = read(LANGUAGES[0], name);
      const translated = read(language, name);
      expect(Object.keys(translated)).toEqual(Object.keys(original));
      for (const key of Object.keys(original)) expect([key, placeholders(translated[key]!)]).toEqual([key, placeholders(original[key]!)]);
    });

    it.each(names)('should have the plural forms of the language in %s', (name) => {
      const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
      for (const message of Object.values(read(language, name))) {
        if (typeof message !== 'string') expect(Object.keys(message)).toEqual(expect.arrayContaining([...needed]));
      }
    });
  });
});
