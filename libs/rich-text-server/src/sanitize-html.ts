import clean, { type Attributes, type IOptions, type Tag } from 'sanitize-html';
import { isImageAllowed, isLinkAllowed, LINK_REL } from '#libs/rich-text';

const OPTIONS: IOptions = {
  allowedTags: [
    'a', 'blockquote', 'br', 'code', 'div', 'em', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'img', 'input', 'label', 'li', 'ol', 'p', 'pre', 's',
    'span', 'strong', 'table', 'tbody', 'td', 'th', 'thead', 'tr', 'ul',
  ],
  allowedAttributes: {
    a: ['href', 'title', 'rel', 'class'],
    div: ['class', 'tabindex'],
    code: ['class'],
    img: ['src', 'alt', 'title', 'loading', 'decoding', 'referrerpolicy'],
    input: ['type', 'disabled', 'checked'],
    li: ['class'],
    ol: ['start'],
    pre: ['tabindex'],
    span: ['class'],
    td: ['class'],
    th: ['class'],
  },
  allowedClasses: {
    a: ['mention'],
    div: ['table-scroll'],
    code: ['hljs', /^language-[a-z0-9+#-]{1,20}$/],
    li: ['task'],
    span: [/^hljs-[a-z_-]{1,30}$/, /^(?:language-[a-z]{1,20}|[a-z]{1,20}_)$/],
    td: ['align-left', 'align-center', 'align-right'],
    th: ['align-left', 'align-center', 'align-right'],
  },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowedSchemesAppliedToAttributes: ['href', 'src'],
  allowProtocolRelative: true,
  disallowedTagsMode: 'discard',
  enforceHtmlBoundary: false,
  nestingLimit: 120,
  parseStyleAttributes: false,
  transformTags: { a: linkTag, img: imageTag, input: inputTag, div: focusTag, pre: focusTag },
};

function linkTag(tagName: string, attribs: Attributes): Tag {
  const { href, ...rest } = attribs;
  const isMention = attribs['class'] === 'mention' && /^\/users\/[a-z0-9_-]+$/.test(href ?? '');
  if (isMention) return { tagName, attribs: { href: href!, class: 'mention' } };
  return { tagName, attribs: { ...(href !== undefined && isLinkAllowed(href) ? { href } : {}), ...rest, rel: LINK_REL } };
}

/** A picture from elsewhere is dropped rather than shown without its protections. */
function imageTag(tagName: string, attribs: Attributes): Tag {
  if (!isImageAllowed(attribs['src'] ?? '')) return { tagName: 'span', attribs: {} };
  return { tagName, attribs: { ...attribs, loading: 'lazy', decoding: 'async', referrerpolicy: 'no-referrer' } };
}

/** The only control a text may show is a task's box, and nobody can tick it. */
function inputTag(_tagName: string, attribs: Attributes): Tag {
  if (attribs['type'] !== 'checkbox') return { tagName: 'span', attribs: {} };
  return { tagName: 'input', attribs: { type: 'checkbox', disabled: '', ...('checked' in attribs ? { checked: '' } : {}) } };
}

function focusTag(tagName: string, attribs: Attributes): Tag {
  const { tabindex, ...rest } = attribs;
  return { tagName, attribs: tabindex === undefined ? rest : { ...rest, tabindex: '0' } };
}

/**
 * The allow-list every stored HTML has passed: elements, attributes and classes that renderMarkdown writes, and nothing else.
 * A second line of defence behind a renderer that already escapes; it also guards HTML made by an older version of that renderer.
 */
export function sanitizeHtml(html: string): string {
  return clean(html, OPTIONS);
}
