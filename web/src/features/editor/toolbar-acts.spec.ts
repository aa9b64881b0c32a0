import { prefixLines, type Selection, surround, TOOLBAR } from './toolbar-acts.js';

const select = (marked: string): Selection => {
  const start = marked.indexOf('[[');
  const end = marked.indexOf(']]') - 2;
  return { text: marked.replace('[[', '').replace(']]', ''), start, end };
};
const show = ({ text, start, end }: Selection): string => `${text.slice(0, start)}[[${text.slice(start, end)}]]${text.slice(end)}`;
const act = (label: string) => TOOLBAR.find((entry) => entry.label === label)!;

describe('the Markdown toolbar', () => {
  it('should put marks around the selection and keep it selected', () => {
    expect(show(surround(select('a [[word]] here'), '**', '**', 'x'))).toBe('a **[[word]]** here');
  });

  it('should take the marks away again', () => {
    expect(show(surround(select('a **[[word]]** here'), '**', '**', 'x'))).toBe('a [[word]] here');
  });

  it('should write a placeholder where nothing is selected', () => {
    expect(show(surround(select('a [[]]b'), '_', '_', 'text'))).toBe('a _[[text]]_b');
  });

  it('should mark every selected line, and unmark them when all are marked', () => {
    const quoted = prefixLines(select('one\nt[[wo\nthr]]ee'), () => '> ', /^> /);
    expect(quoted.text).toBe('one\n> two\n> three');
    expect(prefixLines(quoted, () => '> ', /^> /).text).toBe('one\ntwo\nthree');
  });

  it('should mark the line of the cursor in an empty text', () => {
    expect(prefixLines(select('[[]]'), () => '- ', /^- /).text).toBe('- ');
  });

  it('should number lines', () => {
    expect(act('editor.numbered').apply(select('[[a\nb]]'), '').text).toBe('1. a\n2. b');
  });

  it('should select the address of a new link, and its words when an address was selected', () => {
    expect(show(act('editor.link').apply(select('see [[this]]'), 'text'))).toBe('see [this]([[https://]])');
    expect(show(act('editor.link').apply(select('see [[https://a.example]]'), 'text'))).toBe('see [[[text]]](https://a.example)');
  });

  it('should start a code block on a line of its own', () => {
    expect(act('editor.codeBlock').apply(select('so [[x = 1]]'), '').text).toBe('so \n```\nx = 1\n```\n');
  });
});
