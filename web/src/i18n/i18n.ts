import { Fragment, type ReactNode, createElement } from 'react';
import type { Language } from './languages.js';
import type { Message, MessageKey, Messages } from './messages.js';

export type Params = Readonly<Record<string, string | number>>;

const PLACEHOLDER = /\{(\w+)\}/;

/** Texts and formats of one language. Missing keys answer the key itself: a test holds all catalogues to the same keys. */
export class I18n {
  private readonly messages: Record<string, Message> = {};
  private readonly plural: Intl.PluralRules;
  private readonly integer: Intl.NumberFormat;
  private readonly compact: Intl.NumberFormat;

  constructor(readonly language: Language) {
    this.plural = new Intl.PluralRules(language);
    this.integer = new Intl.NumberFormat(language);
    this.compact = new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 1 });
  }

  add(messages: Messages): void {
    Object.assign(this.messages, messages);
  }

  /** The text of a key; `count` also chooses the plural form and is written as a number of the language. */
  t = (key: MessageKey, params: Params = {}): string => {
    const parts = this.template(key, params).split(PLACEHOLDER);
    return parts.map((part, index) => (index % 2 === 0 ? part : this.written(params[part]))).join('');
  };

  /** Like `t`, with elements in the places. */
  rich = (key: MessageKey, nodes: Readonly<Record<string, ReactNode>>, params: Params = {}): ReactNode[] => {
    const parts = this.template(key, params).split(PLACEHOLDER);
    return parts.map((part, index) => createElement(Fragment, { key: index }, index % 2 === 0 ? part : (nodes[part] ?? this.written(params[part]))));
  };

  /** `12,345`. */
  number = (value: number): string => this.integer.format(value);

  /** `12.3K` from ten thousand on. */
  short = (value: number): string => (Math.abs(value) < 10_000 ? this.integer : this.compact).format(value);

  private template(key: string, params: Params): string {
    const message = this.messages[key] ?? key;
    if (typeof message === 'string') return message;
    return message[this.plural.select(Number(params['count']))] ?? message.other ?? key;
  }

  private written(value: string | number | undefined): string {
    return typeof value === 'number' ? this.integer.format(value) : (value ?? '');
  }
}
