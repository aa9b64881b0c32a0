import { memo, useEffect } from 'react';
import { needHighlight } from '../../design/highlight.js';

interface RichTextProps {
  /** Of the post or comment; the browser finds the text of the state by it. */
  id: string;
  /** Sanitised by the server. */
  html: string;
  small?: boolean;
}

/** The text of a post or comment. */
export const RichText = memo(function RichText({ id, html, small = false }: RichTextProps) {
  useEffect(() => needHighlight(html), [html]);
  return <div className={small ? 'prose prose-small' : 'prose'} data-html={id} dangerouslySetInnerHTML={{ __html: html }} />;
});
