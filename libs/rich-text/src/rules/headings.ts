import type { MarkdownIt, StateCore } from 'markdown-it';

/**
 * Rewrites heading levels to the outline they mean: the first is h2 (h1 belongs to the page), and no level is skipped on the way down,
 * whatever number of # the author typed.
 */
function outline(state: StateCore): void {
  const open: number[] = [];
  let tag = 'h2';
  for (const token of state.tokens) {
    if (token.type === 'heading_open') {
      const level = Number(token.tag.slice(1));
      while (open.length > 0 && open.at(-1)! >= level) open.pop();
      open.push(level);
      tag = `h${Math.min(open.length + 1, 6)}`;
      token.tag = tag;
    } else if (token.type === 'heading_close') token.tag = tag;
  }
}

export function headings(md: MarkdownIt): void {
  md.core.ruler.push('outline', outline);
}
