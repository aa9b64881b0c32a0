import type { MarkdownIt, StateCore, Token } from 'markdown-it';
import { MAX_MENTIONS } from '../limits.js';

// Not preceded by a letter, digit or the like: `a@b` is an address, `//host/@x` a path.
const MENTION = /(?<![\p{L}\p{N}_@/.+-])@([A-Za-z0-9](?:[A-Za-z0-9-]{0,37}[A-Za-z0-9]))(?![\p{L}\p{N}_@])/gu;

function found(state: StateCore): string[] {
  return (state.env['mentions'] ??= []) as string[];
}

function plain(state: StateCore, content: string, level: number): Token {
  const token = new state.Token('text', '', 0);
  token.content = content;
  token.level = level;
  return token;
}

function link(state: StateCore, name: string, level: number): Token[] {
  const open = new state.Token('mention_open', 'a', 1);
  open.attrs = [['href', `/users/${name.toLowerCase()}`], ['class', 'mention']];
  return [open, plain(state, `@${name}`, level + 1), new state.Token('mention_close', 'a', -1)];
}

function split(state: StateCore, token: Token): Token[] {
  const handles = found(state);
  const parts: Token[] = [];
  let end = 0;
  for (const match of token.content.matchAll(MENTION)) {
    const handle = match[1]!.toLowerCase();
    if (!handles.includes(handle)) {
      if (handles.length === MAX_MENTIONS) continue;
      handles.push(handle);
    }
    parts.push(plain(state, token.content.slice(end, match.index), token.level), ...link(state, match[1]!, token.level));
    end = match.index + match[0].length;
  }
  if (end === 0) return [token];
  parts.push(plain(state, token.content.slice(end), token.level));
  return parts.filter((part) => part.type !== 'text' || part.content !== '');
}

function linkMentions(state: StateCore): void {
  for (const block of state.tokens) {
    if (block.type !== 'inline' || !block.content.includes('@')) continue;
    let links = 0;
    block.children = (block.children ?? []).flatMap((token) => {
      if (token.type === 'link_open') links += 1;
      else if (token.type === 'link_close') links -= 1;
      return token.type === 'text' && links === 0 ? split(state, token) : [token];
    });
  }
}

/** `@handle` outside code and links becomes a link to the profile; `env.mentions` collects the handles in lower case. */
export function mentions(md: MarkdownIt): void {
  md.core.ruler.push('mentions', linkMentions);
}
