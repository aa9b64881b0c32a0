import { html } from './html.js';

describe('html', () => {
  it('should escape what could leave text or a quoted attribute', () => {
    expect(html`<p title="${`"'<>&`}">${'<script>'}</p>`.text).toBe('<p title="&quot;&#39;&lt;&gt;&amp;">&lt;script&gt;</p>');
  });

  it('should keep HTML of its own making, lists of it too, and drop what is absent', () => {
    const items = ['a', '<b>'].map((item) => html`<li>${item}</li>`);
    expect(html`<ul>${items}</ul>${null}${undefined}${false}${0}`.text).toBe('<ul><li>a</li><li>&lt;b&gt;</li></ul>0');
  });
});
