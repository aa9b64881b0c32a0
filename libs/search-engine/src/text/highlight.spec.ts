import { LEFT_OUT, MATCH_END, MATCH_START } from '../search-engine.port.js';
import { Highlighter, lexemesOf } from './highlight.js';

const visible = (text: string): string => text.replaceAll(MATCH_START, '[').replaceAll(MATCH_END, ']').replaceAll(LEFT_OUT, '…');

describe('Highlighter', () => {
  it.each([
    [`'learn'`, 'Learning learned learns learner learnt', '[Learning] [learned] [learns] [learner] learnt'],
    [`'run'`, 'running runs runner rung', '[running] [runs] [runner] rung'],
    [`'happi'`, 'happy happiness happily hap', '[happy] [happiness] [happily] hap'],
    [`'attitudin'`, 'attitudinals attitudinal attitude', '[attitudinals] [attitudinal] attitude'],
    [`'go'`, 'go google going goat', '[go] google [going] goat'],
    [`'arger' & 'strass'`, 'Ärger Straße', '[Ärger] [Straße]'],
    [`'a' | 'x'`, 'a x', 'a x'],
    [``, 'nothing', 'nothing'],
  ])('should mark the forms of %s', (query, text, expected) => {
    expect(visible(new Highlighter(lexemesOf(query), '').mark(text))).toBe(expected);
  });

  it('should mark unspaced script by what was typed', () => {
    expect(visible(new Highlighter(['文', '法'], '文法').mark('日本語の文法と文'))).toBe('日本語の[文法]と文');
  });

  it('should mark what a misspelt word may stand for', () => {
    expect(visible(new Highlighter([], '', ['lojbna', 'grammra']).mark('Lojban and gramma, loglan'))).toBe('[Lojban] and [gramma], loglan');
  });

  it('should show a passage around the first match, between words', () => {
    const text = `${'before '.repeat(100)}needle ${'after '.repeat(100)}`;
    const passage = visible(new Highlighter(['needl'], 'needle').passage(text));
    expect(passage).toMatch(/^…before (?:before )*\[needle\] after (?:after )*after…$/);
    expect(passage.length).toBeLessThan(300);
  });

  it('should mark a match whole wherever it lies', () => {
    for (let before = 480; before <= 505; before += 1) {
      expect(visible(new Highlighter(['needl'], 'needle').passage(`${'x'.repeat(before)} needles end`))).toContain('[needles]');
    }
  });

  it('should show the beginning when the match is in the title', () => {
    expect(new Highlighter(['needl'], 'needle').passage('short text')).toBe('short text');
  });

  it('should not cut a character in two', () => {
    const passage = new Highlighter([], '').passage('😀'.repeat(500));
    expect(passage.isWellFormed()).toBe(true);
  });
});
