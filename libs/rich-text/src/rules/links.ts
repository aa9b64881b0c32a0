import type { MarkdownIt } from 'markdown-it';

export const LINK_REL = 'nofollow ugc noopener';

const LINK = /^(?:https?:\/\/|mailto:|\/|#|\?)/i;
const IMAGE = /^(?:https?:\/\/|\/media\/)/i;

/** May a post link there? Absolute http(s), mail, or a place on this site. */
export function isLinkAllowed(url: string): boolean {
  return LINK.test(url.trim());
}

/** May a post show that picture? Only http(s) and our own media. */
export function isImageAllowed(url: string): boolean {
  return IMAGE.test(url) && !url.includes('/../');
}

/** Links that carry no endorsement, images that load late and tell nobody who reads. */
export function links(md: MarkdownIt): void {
  md.validateLink = isLinkAllowed;
  // Bare host names are not linked: file names (main.py, readme.md) would be.
  md.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });
  md.renderer.rules['link_open'] = (tokens, index, options, _env, self) => {
    tokens[index]!.attrSet('rel', LINK_REL);
    return self.renderToken(tokens, index, options);
  };
  md.renderer.rules['image'] = (tokens, index, options, env, self) => {
    const token = tokens[index]!;
    const alt = self.renderInlineAsText(token.children ?? [], options, env);
    const src = String(token.attrGet('src') ?? '');
    if (!isImageAllowed(src)) return md.utils.escapeHtml(alt);
    const title = token.attrGet('title');
    const attributes = { src, alt, ...(title ? { title: String(title) } : {}), loading: 'lazy', decoding: 'async', referrerpolicy: 'no-referrer' };
    return `<img ${Object.entries(attributes).map(([name, value]) => `${name}="${md.utils.escapeHtml(value)}"`).join(' ')}>`;
  };
}
