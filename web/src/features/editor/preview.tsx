import { useDeferredValue, useEffect, useState } from 'react';
import { needHighlight } from '../../design/highlight.js';
import { useI18n } from '../../app/services.js';

type Renderer = (markdown: string) => { html: string };

/** The renderer of the server, brought with the first preview. */
let renderer: Promise<Renderer> | undefined;

function bringRenderer(): Promise<Renderer> {
  renderer ??= import('#libs/rich-text').then((module) => module.renderMarkdown);
  renderer.catch(() => (renderer = undefined));
  return renderer;
}

/** What the text will look like; the same code renders it on the server. */
export function Preview({ markdown }: { markdown: string }) {
  const { t } = useI18n();
  const text = useDeferredValue(markdown);
  const [html, setHtml] = useState('');
  const [isTooComplex, setTooComplex] = useState(false);

  useEffect(() => {
    let isStale = false;
    const show = async (): Promise<void> => {
      const render = await bringRenderer();
      if (isStale) return;
      const rendered = render(text).html;
      needHighlight(rendered);
      setHtml(rendered);
      setTooComplex(false);
    };
    show().catch(() => {
      if (!isStale) setTooComplex(true);
    });
    return () => {
      isStale = true;
    };
  }, [text]);

  return (
    <section className="editor-preview" aria-label={t('editor.preview')} tabIndex={0}>
      {isTooComplex && <p className="notice notice-warning">{t('editor.tooComplex')}</p>}
      {text.trim() === '' ? <p className="muted">{t('editor.empty')}</p> : <div className="prose" dangerouslySetInnerHTML={{ __html: html }} />}
    </section>
  );
}
