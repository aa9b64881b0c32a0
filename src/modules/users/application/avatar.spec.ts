import { SaxesParser } from 'saxes';
import { avatarSvg } from './avatar.js';

/** The text in the picture; throws when it is no well-formed XML. */
function textOf(svg: string): string {
  let text = '';
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('text', (part) => (text += part));
  parser.write(svg).close();
  return text;
}

describe('avatarSvg', () => {
  it.each([
    ['ada', 'Ada Lovelace', 'AL'],
    ['ada', 'Ada King Countess of Lovelace', 'AL'],
    ['ada', 'ada', 'A'],
    ['ada', '', 'A'],
    ['ada', 'édouard lucas', 'ÉL'],
    ['ada', '山田 太郎', '山太'],
    ['ada', '😀 smile', '😀S'],
    ['ada', '---', '?'],
    ['ada', 'ß', 'SS'],
    ['ada', '<script> &"\'', '<&'],
  ])('shows for %s (%j) the initials %j', (handle, name, initials) => {
    expect(textOf(avatarSvg(handle, name))).toBe(initials);
  });

  it.each(['a\u0007b', '\u0001 \u0002', 'x\uffff', '"><script>alert(1)</script>', ']]>', '&amp;'])('stays well-formed and without elements of others for the name %j', (name) => {
    const svg = avatarSvg('ada', name);
    expect(() => textOf(svg)).not.toThrow();
    expect(svg.match(/<\/?(\w+)/g)).toEqual(['<svg', '<rect', '<text', '</text', '</svg']);
  });

  it('gives one handle one colour, and handles different ones', () => {
    const colour = (handle: string): string => /hsl\([^)]+\)/.exec(avatarSvg(handle, 'x'))![0];
    expect(colour('ada')).toBe(colour('ada'));
    expect(new Set(['ada', 'alan', 'grace', 'edsger', 'barbara', 'donald'].map(colour)).size).toBeGreaterThan(2);
  });
});
