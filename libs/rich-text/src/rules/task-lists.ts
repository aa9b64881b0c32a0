import type { MarkdownIt, StateCore, Token } from 'markdown-it';

const BOX = /^\[([ xX])\][ \t]+(?=\S)/;
const BOX_TEXT = /^\[[ xX]\][ \t]+/;

function markTask(item: Token, inline: Token, done: boolean, state: StateCore): void {
  const text = inline.children?.[0];
  if (text?.type !== 'text' || !inline.children) return;
  text.content = text.content.replace(BOX_TEXT, '');
  item.attrJoin('class', 'task');
  const open = new state.Token('task_open', 'label', 1);
  open.meta = { done };
  inline.children = [open, ...inline.children, new state.Token('task_close', 'label', -1)];
}

function findTasks(state: StateCore): void {
  const { tokens } = state;
  for (let i = 2; i < tokens.length; i += 1) {
    const inline = tokens[i]!;
    const item = tokens[i - 2]!;
    if (inline.type !== 'inline' || tokens[i - 1]!.type !== 'paragraph_open' || item.type !== 'list_item_open') continue;
    const box = BOX.exec(inline.content);
    if (box) markTask(item, inline, box[1] !== ' ', state);
  }
}

/** `- [ ]` and `- [x]`. The label gives the box its accessible name without a word in any language. */
export function taskLists(md: MarkdownIt): void {
  md.core.ruler.push('tasks', findTasks);
  md.renderer.rules['task_open'] = (tokens, index) =>
    `<label><input type="checkbox" disabled${tokens[index]!.meta?.['done'] ? ' checked' : ''}> `;
  md.renderer.rules['task_close'] = () => '</label>';
}
