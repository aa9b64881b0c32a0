import type { AppError } from '#libs/kernel';
import { RichText } from './rich-text.js';
import { sanitizeHtml } from './sanitize-html.js';

const TAG = /<(\/?)([a-z][a-z0-9]*)((?: [a-z]+(?:="[^"<>]*")?)*)( \/)?>/g;
const ALLOWED = new Set(
  'a blockquote br code div em h2 h3 h4 h5 h6 hr img input label li ol p pre s span strong table tbody td th thead tr ul'.split(' '),
);

/** Everything in this HTML that no page of ours may contain; an independent reading, not the sanitiser's own. */
function dangers(html: string): string[] {
  const found: string[] = [];
  const rest = html.replace(TAG, (_whole, _slash: string, name: string, attributes: string) => {
    if (!ALLOWED.has(name)) found.push(`<${name}>`);
    for (const [, attribute, value] of attributes.matchAll(/ ([a-z]+)(?:="([^"]*)")?/g)) {
      if (attribute!.startsWith('on') || ['style', 'id', 'srcset', 'srcdoc', 'formaction', 'name'].includes(attribute!)) found.push(attribute!);
      const url = (value ?? '').replace(/&amp;/g, '&').replace(/[\u0000-\u0020]/g, '');
      if ((attribute === 'href' || attribute === 'src') && !/^(?:https?:\/\/|mailto:|\/|#|\?)/i.test(url)) found.push(`${attribute}=${value}`);
    }
    return '';
  });
  if (rest.includes('<')) found.push(rest.slice(rest.indexOf('<'), rest.indexOf('<') + 40));
  return found;
}

const XSS = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg/onload=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<math><mtext><table><mglyph><style><img src onerror=alert(1)>',
  '<iframe srcdoc="<script>alert(1)</script>">',
  '<a href="javascript:alert(1)">x</a>',
  '<form action=//evil><button>x',
  '<input autofocus onfocus=alert(1)>',
  '<input type=text name=password>',
  '<style>*{background:url(//evil)}</style>',
  '<base href=//evil>',
  '<meta http-equiv=refresh content="0;url=//evil">',
  '<object data=x><embed src=x><link rel=stylesheet href=//evil>',
  '<details open ontoggle=alert(1)>',
  '<template><img src=x onerror=alert(1)></template>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<!--><img src=x onerror=alert(1)>-->',
  '<![CDATA[<script>alert(1)</script>]]>',
  '<xmp><script>alert(1)</script></xmp>',
  '<textarea><script>alert(1)</script>',
  '<div style="position:fixed;inset:0">x</div>',
  '<p id=session class="mention">x</p>',
  '[x](javascript:alert(1))',
  '[x](java\nscript:alert(1))',
  '[x](&#x6A;avascript:alert(1))',
  '[x](javascript&colon;alert(1))',
  '[x](\u0001javascript:alert(1))',
  '[x](data:text/html;base64,PHNjcmlwdD4=)',
  '[x]: javascript:alert(1)\n\n[x]',
  '[x](https://a "\\" onmouseover=\\"alert(1)")',
  '[x](https://a"onmouseover="alert(1))',
  '<javascript:alert(1)>',
  '<https://a"onclick=alert(1)>',
  '![x](https://a" onerror="alert(1))',
  '![x" onerror="alert(1)](https://a)',
  '![x](javascript:alert(1))',
  '![`</p><script>alert(1)</script>`](https://a)',
  '```"><script>alert(1)</script>\nx\n```',
  '```js" onclick="alert(1)\n</code></pre><script>alert(1)</script>\n```',
  '```html\n<script>alert(1)</script>\n```',
  '```xml\n<a href="javascript:alert(1)" onclick="x">&lt;\n```',
  '`</code><script>alert(1)</script>`',
  '    </code></pre><script>alert(1)</script>',
  '|<script>|"|\n|-|-|\n|<img onerror=x>|</td><script>|',
  '@<script>alert(1)</script> @a"onclick="x @ada/../../auth/logout',
  '- [ ] <script>alert(1)</script>\n- [x] [a](javascript:x)',
  '# <script>alert(1)</script>',
  '> <script>\n> alert(1)\n> </script>',
  'https://a.org/<script>alert(1)</script>',
  'http://a.org/"onmouseover="alert(1)',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '&#60;script&#62;alert(1)&#60;/script&#62;',
  '\\<script\\>alert(1)\\</script\\>',
  '<scr\u0000ipt>alert(1)</scr\u0000ipt>',
  '\ud800<script>alert(1)</script>\udfff',
  '\u202e>tpircs<alert(1)',
  '__proto__ [constructor](__proto__) ```__proto__\nx\n```',
];

const fill = (unit: string, size: number): string => unit.repeat(Math.ceil(size / unit.length)).slice(0, size);
const SIZE = 64_000;

const HEAVY: Record<string, string> = {
  'quotes 10,000 deep': fill('> ', 20_000),
  'lists 10,000 deep': fill('- ', 20_000),
  'brackets 10,000 deep': '['.repeat(10_000) + ']'.repeat(10_000),
  'images 10,000 deep': '!['.repeat(10_000) + '](/media/a)'.repeat(4_000),
  'emphasis 10,000 deep': `${'*'.repeat(10_000)}a${'*'.repeat(10_000)}`,
  'a table of 64 KB that short rows widen': `${fill('|a', 16_000)}|\n${fill('|-', 16_000)}|\n${fill('|a\n', 30_000)}`,
  'a long table of 64 KB': `|a|b|\n|-|-|\n${fill('|x|y|\n', SIZE)}`,
  'one reference used ten thousand times': `[a]: /${fill('x', 30_000)}\n\n${fill('[a]', 30_000)}`,
  'openers without closers': fill('[a](<', SIZE),
  'back-ticks of every length': Array.from({ length: 350 }, (_, i) => '`'.repeat(i + 1)).join(' '),
  'unclosed emphasis': fill('**a *b __c ~~d ', SIZE),
  'addresses that never end': fill('http://a.b/((', SIZE),
  'mentions without end': fill('@a-', SIZE),
  entities: fill('&amp;&#x41;&', SIZE),
  'spaces before a word': `${fill(' \t', SIZE)}x`,
  'one endless word of code': `\`\`\`java\n${fill('a', 19_000)}\n\`\`\``,
  'endless blanks in code': `\`\`\`csharp\n${fill('a \n', 19_000)}\n\`\`\``,
  'NUL': fill('\u0000', SIZE),
  'lone surrogates': fill('\ud800', 30_000),
  'marks upon marks': `e${fill('\u0301', 30_000)}`,
  'direction marks': fill('\u202e\u2066a ', 30_000),
};

describe('RichText on hostile input', () => {
  const richText = new RichText();
  afterAll(() => richText.close());

  it.each(XSS)('should make nothing dangerous of %j', async (markdown) => {
    const { html } = await richText.render(markdown);
    expect(dangers(html)).toEqual([]);
  });

  it('should not depend on the renderer alone: raw HTML is cleaned too', () => {
    expect(XSS.flatMap((html) => dangers(sanitizeHtml(html)))).toEqual([]);
  });

  it('should notice danger: the check of this test can fail', () => {
    expect(dangers('<p onclick="x">')).toEqual(['onclick']);
    expect(dangers('<script>')).toEqual(['<script>']);
    expect(dangers('<a href="javascript:x">')).toEqual(['href=javascript:x']);
    expect(dangers('a < b')).toEqual(['< b']);
  });

  it.each(Object.entries(HEAVY))('should render or refuse %s', async (_name, markdown) => {
    const rendered = await richText.render(markdown).catch((error: unknown) => ({ html: '', excerpt: '', refusal: error }));
    const { html, excerpt } = rendered;
    const refusal = 'refusal' in rendered ? (rendered.refusal as AppError).code : null;
    expect([null, 'TEXT.TOO_COMPLEX']).toContain(refusal);
    expect(dangers(html)).toEqual([]);
    expect(html.length).toBeLessThan(2_000_000);
    expect(html.isWellFormed() && excerpt.isWellFormed()).toBe(true);
    expect(Array.from(excerpt).length).toBeLessThanOrEqual(200);
    expect(excerpt).not.toMatch(/[\u0000-\u0008\u202a-\u202e\u2066-\u2069]/);
  });
});
