import type { FastifyRequest } from 'fastify';
import { LIST_KEYS, PEOPLE_KEY, type VersionKeys } from '#libs/http';

/** One address of the web client. */
export interface HtmlRoute {
  /** As Fastify writes it; the same list stands in web/src/app/routes.ts. */
  readonly path: string;
  /** What a guest's page depends on; absent where it is rendered for every request. */
  readonly keys?: VersionKeys;
}

const lists: VersionKeys = () => [...LIST_KEYS, PEOPLE_KEY];

const question: VersionKeys = (request: FastifyRequest) => [`question:${(request.params as { id: string }).id}`, PEOPLE_KEY];

export const HTML_ROUTES: readonly HtmlRoute[] = [
  { path: '/', keys: lists },
  { path: '/questions', keys: lists },
  { path: '/questions/ask' },
  { path: '/questions/:id/edit' },
  { path: '/questions/:id/revisions', keys: question },
  { path: '/questions/:id/:slug?', keys: question },
  { path: '/answers/:id/edit' },
  { path: '/a/:id' },
  { path: '/tags', keys: lists },
  { path: '/tags/:slug', keys: lists },
  { path: '/users' },
  { path: '/users/:handle' },
  { path: '/users/:handle/:side' },
  { path: '/search' },
  { path: '/settings' },
  { path: '/settings/sessions' },
  { path: '/settings/tokens' },
  { path: '/settings/appearance' },
  { path: '/admin/audit' },
  { path: '/admin/mail' },
];
