import { matchRoutes } from 'react-router';
import type { CatalogueName } from '../i18n/messages.js';
import type { PageModule } from './page-module.js';

export interface RouteEntry {
  readonly path: string;
  /** File under features/, without `.page.tsx`. */
  readonly page: string;
  /** Texts the page needs besides `core`. */
  readonly catalogues?: readonly CatalogueName[];
  /** Only for members: guests are sent to sign in. */
  readonly members?: boolean;
  /** Follows a live room from the moment it was read. */
  readonly live?: boolean;
}

export const ROUTES: readonly RouteEntry[] = [
  { path: '/', page: 'questions/home', catalogues: ['questions'] },
  { path: '/questions', page: 'questions/questions', catalogues: ['questions'] },
  { path: '/questions/ask', page: 'ask/ask', catalogues: ['ask', 'editor'], members: true },
  { path: '/questions/:id/edit', page: 'ask/edit-question', catalogues: ['ask', 'editor'], members: true },
  { path: '/questions/:id/revisions', page: 'question/revisions', catalogues: ['post'] },
  { path: '/questions/:id/:slug?', page: 'question/question', catalogues: ['post'], live: true },
  { path: '/answers/:id/edit', page: 'ask/edit-answer', catalogues: ['ask', 'editor'], members: true },
  { path: '/a/:id', page: 'question/permalink', catalogues: ['post'] },
  { path: '/tags', page: 'tags/tags', catalogues: ['tags'] },
  { path: '/tags/:slug', page: 'questions/tag', catalogues: ['questions', 'tags'] },
  { path: '/users', page: 'people/people', catalogues: ['people'] },
  { path: '/users/:handle', page: 'people/profile', catalogues: ['people', 'questions'] },
  { path: '/users/:handle/:side', page: 'people/follows', catalogues: ['people'] },
  { path: '/search', page: 'search/search', catalogues: ['search'] },
  { path: '/settings', page: 'settings/profile', catalogues: ['settings', 'editor'], members: true },
  { path: '/settings/sessions', page: 'settings/sessions', catalogues: ['settings'], members: true },
  { path: '/settings/tokens', page: 'settings/tokens', catalogues: ['settings'], members: true },
  { path: '/settings/appearance', page: 'settings/appearance', catalogues: ['settings'] },
  { path: '/admin/audit', page: 'admin/audit', catalogues: ['admin'], members: true },
  { path: '/admin/mail', page: 'admin/mail', catalogues: ['admin'], members: true },
];

const MODULES = import.meta.glob<PageModule>('../features/*/*.page.tsx');

/** Path of the page's source file from the root of web/, as the build manifest names it. */
export const sourceOf = (entry: RouteEntry): string => `src/features/${entry.page}.page.tsx`;

export function importPage(entry: RouteEntry): Promise<PageModule> {
  const source = MODULES[`../features/${entry.page}.page.tsx`];
  if (!source) throw new Error(`no page ${entry.page}`);
  return source();
}

export interface RouteMatch {
  entry: RouteEntry;
  params: Readonly<Record<string, string | undefined>>;
}

const MATCHABLE = ROUTES.map((entry) => ({ path: entry.path, id: entry.path, handle: entry }));

/** The page for a path, or null when there is none. */
export function matchPage(pathname: string): RouteMatch | null {
  const match = matchRoutes(MATCHABLE, pathname)?.at(-1);
  return match ? { entry: match.route.handle, params: match.params } : null;
}
