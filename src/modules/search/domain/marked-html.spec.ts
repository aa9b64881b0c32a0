import { markedHtml, withoutMarks } from './marked-html.js';

describe('markedHtml', () => {
  it('should escape the text and mark the matches', () => {
    expect(markedHtml('<b> \ue000A & "B"\ue001 \'c\'')).toBe('&lt;b&gt; <mark>A &amp; &quot;B&quot;</mark> &#39;c&#39;');
  });

  it.each(['\ue001a<', 'a\ue000<', '\ue000a\ue000b\ue001<', '\ue000a\ue001b\ue001<'])('should not mark %j, whose marks do not pair', (text) => {
    expect(markedHtml(text)).toBe(`${withoutMarks(text).slice(0, -1)}&lt;`);
  });

  it('should give the text back without marks', () => {
    expect(withoutMarks('a\ue000b\ue001c')).toBe('abc');
  });
});
