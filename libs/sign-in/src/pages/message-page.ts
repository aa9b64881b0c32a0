import { html } from './html.js';
import { renderPage, type RenderedPage } from './page.js';

export interface Message {
  title: string;
  sentences: readonly string[];
  homeUrl: string;
  status?: number;
  link?: { href: string; label: string };
}

/** A page that says something and leads on. */
export function renderMessagePage(message: Message): RenderedPage {
  const { link } = message;
  const body = html`${message.sentences.map((sentence) => html`<p class="lead">${sentence}</p>`)}
${link && html`<div class="stack"><a class="button" href="${link.href}">${link.label}</a></div>`}`;
  return renderPage({ title: message.title, body, homeUrl: message.homeUrl, status: message.status });
}
