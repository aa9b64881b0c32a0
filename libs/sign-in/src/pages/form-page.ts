import { html, type SafeHtml } from './html.js';
import { renderPage, type RenderedPage } from './page.js';

export interface Field {
  name: string;
  label: string;
  type: 'text' | 'email' | 'password';
  autocomplete: string;
  value?: string;
  hint?: string;
  error?: string;
  maxLength?: number;
}

export interface Form {
  title: string;
  lead?: string;
  /** What is wrong with the whole form. */
  alert?: string;
  action: string;
  fields: readonly Field[];
  hidden?: Record<string, string>;
  submit: string;
  links?: readonly { href: string; label: string }[];
  homeUrl: string;
  status?: number;
  formTarget?: string;
}

function renderField(field: Field, isFocused: boolean): SafeHtml {
  const { name, error, hint } = field;
  const describedBy = [error && `${name}-error`, hint && `${name}-hint`].filter(Boolean).join(' ');
  const isHandle = field.autocomplete === 'username' && field.type === 'text';
  return html`<div class="field">
<label for="${name}">${field.label}</label>
<input id="${name}" name="${name}" type="${field.type}" autocomplete="${field.autocomplete}" required${field.value === undefined ? '' : html` value="${field.value}"`}${
    field.maxLength === undefined ? '' : html` maxlength="${field.maxLength}"`
  }${describedBy === '' ? '' : html` aria-describedby="${describedBy}"`}${error ? html` aria-invalid="true"` : ''}${isFocused ? html` autofocus` : ''}${
    isHandle ? html` autocapitalize="none" spellcheck="false"` : ''
  }>
${error && html`<p class="wrong" id="${name}-error">${error}</p>`}
${hint && html`<p class="hint" id="${name}-hint">${hint}</p>`}
</div>`;
}

/** One form in a card. The focus starts in the first field that is wrong or empty. */
export function renderFormPage(form: Form): RenderedPage {
  const wrong = form.fields.findIndex((field) => field.error !== undefined);
  const empty = form.fields.findIndex((field) => field.value === undefined || field.value === '');
  const focused = wrong === -1 ? empty : wrong;
  const body = html`${form.lead && html`<p class="lead">${form.lead}</p>`}
${form.alert && html`<p class="alert" role="alert">${form.alert}</p>`}
<form method="post" action="${form.action}" novalidate>
${Object.entries(form.hidden ?? {}).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
${form.fields.map((field, i) => renderField(field, i === focused))}
<button class="button" type="submit">${form.submit}</button>
</form>
${form.links && html`<nav class="links" aria-label="Other ways">${form.links.map((link) => html`<a href="${link.href}">${link.label}</a>`)}</nav>`}`;
  return renderPage({ title: form.title, body, homeUrl: form.homeUrl, status: form.status, formTarget: form.formTarget });
}
