import { useQueryClient } from '@tanstack/react-query';
import { Link, type LinkProps } from 'react-router';
import { bringPage } from './bring-page.js';
import { matchPage } from './routes.js';
import { useServices } from './services.js';
import { knownMember } from './session.js';

/** A link that brings the page's code when pointed at, and its data when pressed, before the click is complete. */
export function PageLink(props: LinkProps & { to: string }) {
  const { api, i18n } = useServices();
  const queries = useQueryClient();

  const bring = (withData: boolean): void => {
    const url = new URL(props.to, window.location.href);
    const match = matchPage(url.pathname);
    const member = knownMember(queries);
    if (!match || (match.entry.members && !member)) return;
    const context = { api, queries, params: match.params, search: url.searchParams, url: url.pathname + url.search, member };
    bringPage(match.entry, i18n)
      .then((page) => (withData ? page.load?.(context) : undefined))
      .catch(() => undefined);
  };

  return <Link {...props} onPointerEnter={() => bring(false)} onFocus={() => bring(false)} onPointerDown={() => bring(true)} />;
}
