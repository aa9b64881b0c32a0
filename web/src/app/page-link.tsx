import { useQueryClient } from '@tanstack/react-query';
import type { AnchorHTMLAttributes, MouseEvent } from 'react';
import { useNavigate } from 'react-router';
import { bringPage } from './bring-page.js';
import { matchPage } from './routes.js';
import { useServices } from './services.js';
import { knownMember } from './session.js';

interface PageLinkProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> {
  /** Path on this site. */
  to: string;
}

/** True for a plain click, which we may answer without loading the page anew. */
const isPlain = (event: MouseEvent): boolean =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey && !event.defaultPrevented;

/** A link that brings the page's code when pointed at, and its data when pressed, before the click is complete. */
export function PageLink({ to, ...attributes }: PageLinkProps) {
  const { api, i18n } = useServices();
  const queries = useQueryClient();
  const navigate = useNavigate();

  const bring = (withData: boolean): void => {
    const url = new URL(to, window.location.href);
    const match = matchPage(url.pathname);
    const member = knownMember(queries);
    if (!match || (match.entry.members && !member)) return;
    const context = { api, queries, params: match.params, search: url.searchParams, url: url.pathname + url.search, member };
    bringPage(match.entry, i18n)
      .then((page) => (withData ? page.load?.(context) : undefined))
      .catch(() => undefined);
  };
  const onClick = (event: MouseEvent): void => {
    if (!isPlain(event)) return;
    event.preventDefault();
    const { pathname, search, hash } = window.location;
    void navigate(to, { replace: to === pathname + search + hash });
  };

  return <a {...attributes} href={to} onClick={onClick} onPointerEnter={() => bring(false)} onFocus={() => bring(false)} onPointerDown={() => bring(true)} />;
}
