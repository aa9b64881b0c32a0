import { markedHtml, withoutMarks } from './marked-html.js';

describe('markedHtml', () => {
  it('should escape the text and mark the matches', () => {
    expect(markedHtml('<b> \u0086A & "B"\u0087 \'c\'')).toBe('&lt;b&gt; <mark>A &amp; &quot;B&quot;</mark> &#39;c&#39;');
  });

  it('should show where text is left out', () => {
    expect(markedHtml('\u0091a \u0086b\u0087\u0091')).toBe('&hellip;a <mark>b</mark>&hellip;');
  });

  it.each(['\u0087a<', 'a\u0086<', '\u0086a\u0086b\u0087<', '\u0086a\u0087b\u0087<'])('should not mark %j, whose marks do not pair', (text) => {
    expect(markedHtml(text)).toBe(`${withoutMarks(text).slice(0, -1)}&lt;`);
  });

  it('should give the text back without marks', () => {
    expect(withoutMarks('a\u0086b\u0087c')).toBe('abc');
  });
});
