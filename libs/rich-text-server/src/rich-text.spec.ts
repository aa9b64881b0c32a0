import { RichText } from './rich-text.js';
import { sanitizeHtml } from './sanitize-html.js';

const LONG = `${'A paragraph with **words**. '.repeat(400)}\n\n- [x] a\n\n|a|b|\n|-|:-:|\n|1|2|\n\n\`\`\`ts\nconst a: string = 'b';\n\`\`\`\n\n@ada ![p](/media/p.webp)`;

describe('RichText', () => {
  let richText: RichText;
  beforeEach(() => {
    richText = new RichText();
  });
  afterEach(() => richText.close());

  it('should render a long text in the thread exactly as a short one', async () => {
    const [head] = LONG.split('\n\n');
    const long = await richText.render(LONG);
    const short = await richText.render(LONG.slice(head!.length + 2));
    expect(long.html.endsWith(short.html)).toBe(true);
    expect(long.mentions).toEqual(['ada']);
  });

  it('should keep every element and class the renderer writes', async () => {
    const { html } = await richText.render(LONG);
    for (const part of [
      '<li class="task"><label><input type="checkbox" disabled',
      '<div class="table-scroll" tabindex="0">',
      '<td class="align-center">',
      '<pre tabindex="0"><code class="hljs language-typescript">',
      '<span class="hljs-keyword">',
      '<a href="/users/ada" class="mention">',
      'loading="lazy"',
    ]) {
      expect(html).toContain(part);
    }
    expect(sanitizeHtml(html)).toBe(html);
  });

  it('should answer many long texts in their order', async () => {
    const texts = Array.from({ length: 20 }, (_, i) => `${LONG}\n\nnumber ${i}`);
    const answers = await Promise.all(texts.map((text) => richText.render(text)));
    answers.forEach(({ html }, i) => expect(html).toContain(`<p>number ${i}</p>`));
  });

  it('should refuse when too many long texts wait, and take new ones afterwards', async () => {
    await richText.close();
    richText = new RichText({ queueLimit: 2 });
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => richText.render(LONG)));
    expect(results.map((r) => (r.status === 'rejected' ? (r.reason as { code: string }).code : 'ok'))).toEqual([
      'ok', 'ok', 'ok', 'TEXT.RENDERER_BUSY', 'TEXT.RENDERER_BUSY',
    ]);
    await expect(richText.render(LONG)).resolves.toMatchObject({ mentions: ['ada'] });
  });

  it('should give up at the deadline and go on with the next text in a new thread', async () => {
    await richText.close();
    richText = new RichText({ deadlineMs: 1 });
    await expect(richText.render(LONG)).rejects.toMatchObject({ code: 'TEXT.TOO_COMPLEX' });
    await expect(richText.render('short')).resolves.toMatchObject({ html: '<p>short</p>\n' });
  });

  it('should start its thread again after a rest', async () => {
    await richText.close();
    richText = new RichText({ idleMs: 1 });
    await richText.render(LONG);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await expect(richText.render(LONG)).resolves.toMatchObject({ mentions: ['ada'] });
  });
});
