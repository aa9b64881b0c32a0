import { writeDocument } from './document.js';
import { type PageState, writeState } from './page-state.js';

const assets = { entry: '/assets/e.js', preloads: [], texts: [], styles: [] };
const state: PageState = { language: 'en', renderedAt: 1, outcome: null, queries: [] };

describe('writeDocument', () => {
  const written = (head: object): string =>
    writeDocument({ language: 'en', publicUrl: 'https://learn.example', head: { title: '"><script>alert(1)</script>', ...head }, assets, body: '', state: '{}', seq: 1 });

  it('should let no title or description out of its place', () => {
    expect(written({ description: '"><img src=x onerror=alert(1)>' })).not.toMatch(/<script>alert|<img/);
  });

  it('should let no JSON-LD end its script, and complete the addresses in it', () => {
    const html = written({ jsonLd: { text: '</script><script>alert(1)', mainEntity: { url: '/questions/1' } } });
    expect(html).not.toContain('</script><script>alert');
    expect(html).toContain('"url":"https://learn.example/questions/1"');
  });
});

describe('writeState', () => {
  it('should let nothing end the data block', () => {
    const text = writeState({ ...state, queries: [[['a'], { title: '</script><!--\u2028' }]] }, '');
    expect(text).not.toMatch(/<|\u2028/);
    expect(JSON.parse(text)).toMatchObject({ queries: [[['a'], { title: '</script><!--\u2028' }]] });
  });

  it('should leave out only the text that the page shows', () => {
    const posts = [
      { id: 'shown', body: 'md', bodyHtml: '<p>one</p>' },
      { id: 'hidden', body: 'md', bodyHtml: '<p>two</p>' },
      { version: 1, bodyHtml: '<p>three</p>' },
    ];
    const { queries } = JSON.parse(writeState({ ...state, queries: [[['posts'], posts]] }, '<div data-html="shown"><p>one</p></div>')) as PageState;
    expect(queries[0]![1]).toEqual([
      { id: 'shown', bodyHtml: 0 },
      { id: 'hidden', bodyHtml: '<p>two</p>' },
      { version: 1, bodyHtml: '<p>three</p>' },
    ]);
  });
});
