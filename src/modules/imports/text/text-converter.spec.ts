import { TextConverter } from './text-converter.js';

const converter = new TextConverter();
const markdown = (html: string): string => converter.fromHtml(html).body;
/** Body, rendered: what a reader gets. */
const reread = (html: string): string => {
  const { bodyHtml, isExact } = converter.fromHtml(html);
  expect(isExact).toBe(true);
  return bodyHtml.replaceAll(' rel="nofollow ugc noopener"', '').replaceAll(' tabindex="0"', '').replaceAll(' />', '>').trim();
};

describe('TextConverter', () => {
  describe('when the HTML has structure', () => {
    it('should turn it into Markdown', () => {
      expect(markdown('<h1>T</h1>\n\n<p>a <em>b</em> <strong>c</strong> <a href="https://x.org/y" title="z">d</a></p>\n<hr>\n<blockquote><p>q</p></blockquote>')).toBe(
        '# T\n\na _b_ **c** [d](https://x.org/y "z")\n\n---\n\n> q',
      );
    });

    it.each([
      '<p>one</p>\n<ul>\n<li>a\n<ul>\n<li>b\n<ol>\n<li>c</li>\n</ol>\n</li>\n</ul>\n</li>\n<li>d</li>\n</ul>',
      '<ol start="7">\n<li>a</li>\n<li>b</li>\n</ol>',
      '<p>a<br>\nb <code>c|d`e</code> <s>f</s></p>',
      '<p><a href="https://x.org/a_b?c=1&amp;amp=2">https://x.org</a></p>',
      '<p><img src="https://x.org/a.png" alt="a [b] *c*" title="&quot;t&quot;" loading="lazy" decoding="async" referrerpolicy="no-referrer"></p>',
      '<blockquote>\n<p>a</p>\n<blockquote>\n<p>b</p>\n</blockquote>\n<p>c</p>\n</blockquote>',
      '<p>in<em>tra</em>word and <strong><em>both</em></strong>, <em>x <strong>y</strong> z</em></p>',
    ])('should give the same HTML back: %s', (html) => {
      expect(reread(html)).toBe(html);
    });

    it('should keep tables, pipes in cells included', () => {
      const out = reread('<table><thead><tr><th>a|b</th><th>c</th></tr></thead><tbody><tr><td><code>x|y</code></td><td>*z*<br>\\</td></tr></tbody></table>');
      expect(out).toContain('<th>a|b</th>');
      expect(out).toContain('<td><code>x|y</code></td>');
      expect(out).toContain('<td>*z* \\</td>');
    });
  });

  describe('when there is code', () => {
    it.each([
      ['<pre class="lang-js prettyprint-override"><code>let a;\n</code></pre>', '```js\nlet a;\n```'],
      ['<pre><code class="language-python">a_b = 1\n\n\nc</code></pre>', '```python\na_b = 1\n\n\nc\n```'],
      ['<!-- language: lang-cs -->\n\n<pre><code>x\n</code></pre>\n<pre><code>y\n</code></pre>', '```cs\nx\n```\n\n```\ny\n```'],
      ['<!-- language-all: sql -->\n<pre><code>x\n</code></pre>\n<pre><code>y\n</code></pre>', '```sql\nx\n```\n\n```sql\ny\n```'],
      ['<pre class="lang-none"><code>x</code></pre>', '```\nx\n```'],
      ['<pre><code>```js\nx\n```\n</code></pre>', '````\n```js\nx\n```\n````'],
      ['<pre>bare *text*</pre>', '```\nbare *text*\n```'],
      ['<p>Press <kbd>Ctrl</kbd> and <kbd>C</kbd></p>', 'Press `Ctrl` and `C`'],
    ])('should fence and name it: %s', (html, expected) => {
      expect(markdown(html)).toBe(expected);
    });
  });

  it('should raise and lower digits, and leave words on the line', () => {
    expect(markdown('<p>H<sub>2</sub>O, 10<sup>-6</sup>, x<sup>n</sup>, <sub>small print</sub></p>')).toBe('H₂O, 10⁻⁶, xⁿ, small print');
  });

  it.each([
    '* not a list', '# no heading', '1. no item', '1) no item', '+ no', '- no', '> no', '=====', '---', '| a | b |', ':--', '```', '~~~', '~~no~~',
    '*a* _b_ __c__ `d` [e](f) ![g](h) [i]: j', '&lt;b&gt; &lt;https://x.org&gt;', '&amp;amp; &amp;#42; &amp;lt;', 'a\\*b \\\\ c:\\dir', 'snake_case _x y_', '    four spaces',
    'look!<a href="https://x.org">here</a>', 'a<br>- b<br># c<br>1. d', '<b>a<br><br>b</b> c', '<b>Note:</b>this', 'x<b>(y)</b>z', '<i>"a"</i>b', '<b>a</b><i>b</i><b>c</b>', '<b> a </b>b',
    '<a href="ftp://x.org/f">f</a>', '<a href="javascript:x">f</a>', '<a href="https://x.org/a (b) c">d</a>', '&hearts; &notanentity; &#128512;',
    '<b><p>a</p><p>b</p></b>', '<a href="https://x.org/"><b>a</b> <code>b</code></a>', '<s>a</s>b', '@ada and a@b.org',
  ])('should keep the words of %j', (html) => {
    expect(converter.fromHtml(`<p>${html}</p>`).isExact).toBe(true);
  });

  it('should put the words of a picture where we cannot show it', () => {
    expect(markdown('<p><img src="data:image/png;base64,x" alt="the *words*"></p>')).toBe('the \\*words\\*');
  });

  it('should give up emphasis before words', () => {
    const { body, isExact } = converter.fromHtml('<p>https://x.org/<b>you</b>"</p>');
    expect(isExact).toBe(true);
    expect(body).toBe('https://x.org/you"');
  });

  it('should give up structure before words when there is too much of it', () => {
    const deep = `${'<blockquote>'.repeat(90)}<p>kept *words*</p>${'</blockquote>'.repeat(90)}`;
    expect(converter.fromHtml(deep)).toMatchObject({ bodyHtml: '<p>kept *words*</p>\n', isExact: false });
  });

  it('should keep the beginning of a text that no site would have taken', () => {
    const { body, isExact } = converter.fromHtml(`<p>${'word '.repeat(200_000)}</p>`);
    expect(isExact).toBe(false);
    expect(body.length).toBeGreaterThan(50_000);
    expect(Buffer.byteLength(body)).toBeLessThan(64_000);
  });

  it('should not make live markup of what was text, nor of what was script', () => {
    const { bodyHtml } = converter.fromHtml('<p>&lt;script&gt;alert(1)&lt;/script&gt;</p><script>alert(2)</script><p onclick="x">y</p><style>p{}</style>');
    expect(bodyHtml).not.toMatch(/<script|onclick|<style/);
    expect(bodyHtml).toContain('&lt;script&gt;alert(1)');
  });

  it('should take Markdown as it is, with our line ends', () => {
    expect(converter.fromMarkdown('a *b*\r\nc ')).toMatchObject({ body: 'a *b*\nc', bodyHtml: '<p>a <em>b</em>\nc</p>\n', excerpt: 'a b c' });
  });
});
