import type { MarkdownIt, StateCore, Token } from 'markdown-it';
import { MAX_LINK_CHARACTERS, MAX_NESTING } from '../limits.js';
import { TextTooComplexError } from '../text-too-complex-error.js';

function depth(tokens: readonly Token[]): number {
  let level = 0;
  let deepest = 0;
  for (const token of tokens) {
    level += token.nesting;
    const inside = token.children ? depth(token.children) : 0;
    deepest = Math.max(deepest, level + inside);
  }
  return deepest;
}

function attributeCharacters(tokens: readonly Token[]): number {
  let characters = 0;
  for (const token of tokens) {
    for (const [, value] of token.attrs ?? []) characters += String(value).length;
    if (token.children) characters += attributeCharacters(token.children);
  }
  return characters;
}

/** The parser silently drops what lies deeper than its own limit: refuse the text instead of losing part of it. */
function refuseExcess(state: StateCore): void {
  if (depth(state.tokens) >= MAX_NESTING) throw new TextTooComplexError('nesting');
  if (attributeCharacters(state.tokens) > MAX_LINK_CHARACTERS) throw new TextTooComplexError('links');
}

export function excess(md: MarkdownIt): void {
  md.core.ruler.after('inline', 'excess', refuseExcess);
}
