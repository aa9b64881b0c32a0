import { excerptOf, htmlToText, plainText } from './plain-text.js';
import { renderMarkdown } from './render-markdown.js';

describe('plainText', () => {
  it('should drop marks and keep words, code and picture descriptions', () => {
    expect(plainText('# T\n\nA [link](https://a.org) to `x` ![pic](/media/a)\n\n```js\ny()\n```\n\n| a | b |\n|-|-|\n| c | d |')).toBe(
      'T\nA link to x pic\ny()\na\nb\nc\nd',
    );
  });

  it('should take out controls and direction marks', () => {
    expect(plainText('a\u202eb\u2066c\u0007d')).toBe('abcd');
  });
});

describe('htmlToText', () => {
  it('should read back what the renderer wrote', () => {
    const markdown = '## T\n\nA & B < C "q" *e*\n\n- one\n- [x] two\n\n```js\nif (a < b) c();\n```\n\n![pic "1"](https://a.org/p.png)';
    expect(htmlToText(renderMarkdown(markdown).html)).toBe('T\nA & B < C "q" e\none\ntwo\nif (a < b) c();\npic "1"');
  });

  it('should decode numeric references and keep unknown ones', () => {
    expect(htmlToText('<p>&#39;&#x4e;&zzz;&#0;</p>')).toBe("'N&zzz;&#0;");
  });
});

describe('excerptOf', () => {
  it('should keep a short text whole, in one line', () => {
    expect(excerptOf(' a\n\n b ')).toBe('a b');
  });

  it('should cut between words within the limit', () => {
    const cut = excerptOf('word '.repeat(100));
    expect(cut).toMatch(/word…$/);
    expect(Array.from(cut).length).toBeLessThanOrEqual(200);
  });

  it('should keep exactly the limit without an ellipsis', () => {
    expect(excerptOf('x'.repeat(200))).toBe('x'.repeat(200));
  });

  it('should cut scripts without spaces by characters, not halves of them', () => {
    expect(excerptOf('日本語'.repeat(100), 10)).toBe('日本語日本語日本語…');
    expect(excerptOf('😀'.repeat(20), 10)).toBe(`${'😀'.repeat(9)}…`);
    expect(excerptOf('e\u0301'.repeat(20), 10)).toBe(`${'e\u0301'.repeat(4)}…`);
  });
});
