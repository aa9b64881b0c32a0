import type admin from './catalogues/en/admin.json';
import type ask from './catalogues/en/ask.json';
import type core from './catalogues/en/core.json';
import type editor from './catalogues/en/editor.json';
import type keys from './catalogues/en/keys.json';
import type people from './catalogues/en/people.json';
import type post from './catalogues/en/post.json';
import type questions from './catalogues/en/questions.json';
import type search from './catalogues/en/search.json';
import type settings from './catalogues/en/settings.json';
import type tags from './catalogues/en/tags.json';

interface Catalogues {
  admin: typeof admin;
  ask: typeof ask;
  core: typeof core;
  editor: typeof editor;
  keys: typeof keys;
  people: typeof people;
  post: typeof post;
  questions: typeof questions;
  search: typeof search;
  settings: typeof settings;
  tags: typeof tags;
}

/** A file of messages that is loaded as one; `core` is always there. */
export type CatalogueName = keyof Catalogues;

/** Every key of every catalogue, checked by the compiler. */
export type MessageKey = { [Name in CatalogueName]: keyof Catalogues[Name] & string }[CatalogueName];

/** A text, or one text per plural category of the language (CLDR). */
export type Message = string | Partial<Record<Intl.LDMLPluralRule, string>>;

export type Messages = Readonly<Record<string, Message>>;
