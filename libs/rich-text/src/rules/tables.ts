import type { MarkdownIt, StateBlock, Token } from 'markdown-it';
import { MAX_TABLE_CELLS } from '../limits.js';
import { TextTooComplexError } from '../text-too-complex-error.js';

type BlockRule = (state: StateBlock, startLine: number, endLine: number, silent: boolean) => boolean;

function cellsIn(tokens: readonly Token[], from: number): number {
  let cells = 0;
  for (let i = from; i < tokens.length; i += 1) {
    const type = tokens[i]!.type;
    if (type === 'td_open' || type === 'th_open') cells += 1;
  }
  return cells;
}

/** Stops at the first table that is too much, before any of its cells is read as inline text. */
function counted(table: BlockRule): BlockRule {
  return (state, startLine, endLine, silent) => {
    const before = state.tokens.length;
    if (!table(state, startLine, endLine, silent)) return false;
    if (!silent) {
      const cells = Number(state.env['cells'] ?? 0) + cellsIn(state.tokens, before);
      if (cells > MAX_TABLE_CELLS) throw new TextTooComplexError('cells');
      state.env['cells'] = cells;
    }
    return true;
  };
}

/** The parser aligns with `style`, which our CSP forbids: the same as a class. */
function alignByClass(token: Token): void {
  const align = /text-align:(left|center|right)/.exec(String(token.attrGet('style') ?? ''))?.[1];
  token.attrs = align ? [['class', `align-${align}`]] : null;
}

/** GFM tables inside a box that scrolls sideways and can be focused to do so by keyboard. */
export function tables(md: MarkdownIt): void {
  const rule = md.block.ruler.__rules__.find((candidate) => candidate.name === 'table');
  if (!rule) throw new Error('the Markdown parser has no table rule');
  md.block.ruler.at('table', counted(rule.fn), { alt: rule.alt });
  md.renderer.rules['table_open'] = () => '<div class="table-scroll" tabindex="0"><table>\n';
  md.renderer.rules['table_close'] = () => '</table></div>\n';
  for (const type of ['th_open', 'td_open']) {
    md.renderer.rules[type] = (tokens, index, options, _env, self) => {
      alignByClass(tokens[index]!);
      return self.renderToken(tokens, index, options);
    };
  }
}
