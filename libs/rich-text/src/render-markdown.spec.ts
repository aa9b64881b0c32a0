import { renderMarkdown } from './render-markdown.js';

const html = (markdown: string): string => renderMarkdown(markdown).html.trim();

describe('renderMarkdown', () => {
  it('should render paragraphs, emphasis, strikethrough and inline code', () => {
    expect(html('a *b* **c** ~~d~~ `e<f`')).toBe('<p>a <em>b</em> <strong>c</strong> <s>d</s> <code>e&lt;f</code></p>');
  });

  describe('when the author writes headings', () => {
    it('should leave h1 to the page', () => {
      expect(html('# A\n\n## B\n\n# C')).toBe('<h2>A</h2>\n<h3>B</h3>\n<h2>C</h2>');
    });

    it('should not skip a level on the way down', () => {
      expect(html('### A\n\n###### B\n\n## C\n\n### D')).toBe('<h2>A</h2>\n<h3>B</h3>\n<h2>C</h2>\n<h3>D</h3>');
    });
  });

  describe('when there are links', () => {
    it('should mark them as written by a user', () => {
      expect(html('[x](https://a.org/?b=1&c=2 "t")')).toBe(
        '<p><a href="https://a.org/?b=1&amp;c=2" title="t" rel="nofollow ugc noopener">x</a></p>',
      );
    });

    it('should link bare web addresses but not file names or mail addresses', () => {
      expect(html('see https://a.org/b, main.py and ada@example.com')).toBe(
        '<p>see <a href="https://a.org/b" rel="nofollow ugc noopener">https://a.org/b</a>, main.py and ada@example.com</p>',
      );
    });

    it.each(['javascript:alert(1)', 'JaVaScRiPt:alert(1)', 'data:text/html,x', 'vbscript:x', 'file:///etc/passwd', '&#106;avascript:x', '\tjavascript:x'])(
      'should not link to %j',
      (url) => {
        expect(html(`[x](<${url}>)`)).not.toContain('<a');
      },
    );
  });

  describe('when there are pictures', () => {
    it('should load them late and without a referrer', () => {
      expect(html('![a "b"](https://a.org/p.png)')).toBe(
        '<p><img src="https://a.org/p.png" alt="a &quot;b&quot;" loading="lazy" decoding="async" referrerpolicy="no-referrer"></p>',
      );
    });

    it('should show our own media', () => {
      expect(html('![a](/media/x/y.webp)')).toContain('src="/media/x/y.webp"');
    });

    it.each(['//evil.example/p.png', '/api/session', '/media/../auth/logout', 'mailto:a@b.c', '#x'])(
      'should show only the words of a picture at %s',
      (src) => {
        expect(html(`![words](${src})`)).toBe('<p>words</p>');
      },
    );
  });

  describe('when somebody is mentioned', () => {
    it('should link the profile and list each handle once in lower case', () => {
      const { html: out, mentions } = renderMarkdown('Hi @Ada, (@grace-h) and @ada!');
      expect(out).toContain('<a href="/users/ada" class="mention">@Ada</a>, (<a href="/users/grace-h" class="mention">@grace-h</a>)');
      expect(mentions).toEqual(['ada', 'grace-h']);
    });

    it('should leave addresses, code and link texts alone', () => {
      expect(renderMarkdown('a@b `@c` [@d](/x) https://x.org/@e\n\n    @f\n\n@@g').mentions).toEqual([]);
    });

    it('should stop linking after fifty people', () => {
      const text = Array.from({ length: 80 }, (_, i) => `@u${i}`).join(' ');
      expect(renderMarkdown(text).mentions).toHaveLength(50);
    });
  });

  it('should render task lists as labelled boxes that cannot be ticked', () => {
    expect(html('- [x] done\n- [ ] *open*\n- plain')).toBe(
      '<ul>\n<li class="task"><label><input type="checkbox" disabled checked> done</label></li>\n' +
        '<li class="task"><label><input type="checkbox" disabled> <em>open</em></label></li>\n<li>plain</li>\n</ul>',
    );
  });

  it('should put tables into a box that scrolls, aligned by class', () => {
    const out = html('|a|b|\n|:-|-:|\n|1|2|');
    expect(out.startsWith('<div class="table-scroll" tabindex="0"><table>')).toBe(true);
    expect(out).toContain('<th class="align-left">a</th>');
    expect(out).toContain('<td class="align-right">2</td>');
    expect(out).not.toContain('style');
  });

  describe('when there is code', () => {
    it('should colour languages we know by class names only', () => {
      const out = html('```ts\nconst a = "<b>";\n```');
      expect(out).toContain('<pre tabindex="0"><code class="hljs language-typescript"><span class="hljs-keyword">const</span>');
      expect(out).toContain('&lt;b&gt;');
      expect(out).not.toContain('style=');
    });

    it('should show other languages and endless words as they are', () => {
      expect(html('```klingon\nx<y\n```')).toBe('<pre tabindex="0"><code>x&lt;y\n</code></pre>');
      expect(html(`\`\`\`js\n${'a'.repeat(500)}\n\`\`\``)).toBe(`<pre tabindex="0"><code class="hljs language-javascript">${'a'.repeat(500)}\n</code></pre>`);
    });

    it('should ignore what follows the language in the fence', () => {
      expect(html('```python" onmouseover="x\n1\n```')).toContain('class="hljs language-python"');
    });
  });

  describe('when it makes the excerpt', () => {
    it('should take prose before code', () => {
      expect(renderMarkdown('```\ncode\n```\n\nSome *words*\nhere & there').excerpt).toBe('Some words here & there');
    });

    it('should fall back on code when there is nothing else', () => {
      expect(renderMarkdown('```\nonly code\n```').excerpt).toBe('only code');
    });

    it('should be empty for a body without words', () => {
      expect(renderMarkdown('---').excerpt).toBe('');
    });
  });
});
