import { markedHtml, withoutMarks } from './marked-html.js';

describe('markedHtml', () => {
  it('should escape the text and mark the matches', () => {
    expect(markedHtml('<b> \ue000A & "B"\ue001 \'c\'')).toBe('&lt;b&gt; <mark>A &amp; &quot;B&quot;</mark> &#39;c&#39;');
  });

  it('should never leave a mark open or closed alone', () => {
    expect(markedHtml('\ue001a\ue000b\ue000c')).toBe('a<mark>bc</mark>');
  });

  it('should give the text back without marks', () => {
    expect(withoutMarks('a\ue000b\ue001c')).toBe('abc');
  });
});
