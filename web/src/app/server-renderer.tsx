import { renderToString } from 'react-dom/server';
import { ApiError, asApiError } from '../api/api-error.js';
import type { Send } from '../api/exchange.js';
import { Api } from '../api/http.js';
import { highlightStyle } from '../design/highlight.js';
import { I18n } from '../i18n/i18n.js';
import { type Language, LANGUAGES } from '../i18n/languages.js';
import type { CatalogueName, Messages } from '../i18n/messages.js';
import { App } from './app.js';
import { bringPage } from './bring-page.js';
import { BuildAssets, type BuildManifest } from './build-assets.js';
import { catalogueSource } from './catalogues.js';
import { type PageAssets, writeDocument } from './document.js';
import type { Head } from './head-content.js';
import { Redirect } from './page-module.js';
import { type Outcome, queriesOf, writeState } from './page-state.js';
import { createQueryClient } from './query-client.js';
import { matchPage, type RouteMatch, sourceOf } from './routes.js';
import { FixedRouter } from './site-router.js';
import { bringStatus, STATUS_SOURCE } from './status.js';
import { knownMember, type Reader, sessionQuery, signInUrl } from './session.js';

export interface PageRequest {
  /** Path with query. */
  url: string;
  language: Language;
  /** Asks the API as the visitor. */
  fetch: Send;
  /** True when the visitor carries no session: then nobody is asked who it is. */
  isGuest: boolean;
  /** Up to which the page has seen every live event, at least. */
  seq: number;
}

export interface PageAnswer {
  status: number;
  headers: Record<string, string>;
  html: string;
}

export interface RendererOptions {
  /** Origin in canonical links, without a slash at its end; known for sure only once the server listens. */
  publicUrl: () => string;
  /** Vite's manifest of the client build, or the files themselves while developing. */
  assets: BuildManifest | PageAssets;
}

const TEXTS = import.meta.glob<Messages>('../i18n/catalogues/*/*.json', { import: 'default', eager: true });

function textsOf(language: Language): I18n {
  const i18n = new I18n(language);
  for (const [file, messages] of Object.entries(TEXTS)) if (file.includes(`/${language}/`)) i18n.add(messages);
  return i18n;
}

const LANGUAGES_READY = Object.fromEntries(LANGUAGES.map((language) => [language, textsOf(language)])) as Record<Language, I18n>;

/** A bad cursor or an impossible parameter in an address is an address that does not exist. */
function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof ApiError)) throw error;
  const { status, requestId } = error;
  if (status === 400 || status === 422) return { status: 404, requestId };
  return { status: status === 0 ? 500 : status, requestId };
}

function withHighlight(assets: PageAssets, body: string): PageAssets {
  const style = highlightStyle(body);
  return style === null ? assets : { ...assets, styles: [...assets.styles, style] };
}

const redirect = (status: number, location: string): PageAnswer => ({ status, headers: { location }, html: '' });

/** Who a reader is whose session was not answered. */
function withoutSession(error: unknown): Reader {
  const { code, suspension } = asApiError(error);
  return code === 'AUTH.SUSPENDED' ? { member: null, suspension: { until: suspension.until ?? null, reason: suspension.reason ?? null } } : { member: null };
}

type Queries = ReturnType<typeof createQueryClient>;

async function fill(queries: Queries, request: PageRequest, match: RouteMatch | null): Promise<Outcome | Redirect | null> {
  const api = new Api(request.fetch);
  const session = sessionQuery(api);
  if (request.isGuest) queries.setQueryData(session.queryKey, { member: null });
  else await queries.fetchQuery(session).catch((error) => queries.setQueryData(session.queryKey, withoutSession(error)));
  if (queries.getQueryData<Reader>(session.queryKey)?.suspension) return { status: 403, requestId: null };
  if (!match) return { status: 404, requestId: null };
  const member = knownMember(queries);
  if (match.entry.members && !member) return new Redirect(signInUrl(request.url));
  const page = await bringPage(match.entry);
  const search = new URL(request.url, 'http://page').searchParams;
  try {
    await page.load?.({ api, queries, params: match.params, search, url: request.url, member });
    return null;
  } catch (error) {
    if (error instanceof Redirect) return error;
    if (asApiError(error).status === 401) return new Redirect(signInUrl(request.url));
    return outcomeOf(error);
  }
}

/** Makes the function that answers every page of the site. It holds no state of a visitor. */
export function createRenderer({ publicUrl, assets }: RendererOptions): (request: PageRequest) => Promise<PageAnswer> {
  const build = 'entry' in assets ? null : new BuildAssets(assets);
  const assetsOf = (match: RouteMatch | null, language: Language): PageAssets => {
    const names: CatalogueName[] = ['core', ...(match?.entry.catalogues ?? [])];
    const sources = [match ? sourceOf(match.entry) : STATUS_SOURCE, ...names.map((name) => catalogueSource(language, name))];
    return build ? build.of(sources) : (assets as PageAssets);
  };

  return async (request) => {
    const { language, url } = request;
    const queries = createQueryClient(true);
    const match = matchPage(new URL(url, 'http://page').pathname);
    const outcome = await fill(queries, request, match);
    if (outcome instanceof Redirect) return redirect(outcome.status, outcome.location);
    if (outcome) await bringStatus();
    let head: Head = { title: '' };
    const renderedAt = Date.now();
    const services = { api: new Api(request.fetch), i18n: LANGUAGES_READY[language], renderedAt, collectHead: (found: Head) => void (head = found) };
    const body = renderToString(
      <FixedRouter url={url}>
        <App services={services} queries={queries} outcome={outcome} />
      </FixedRouter>,
    );
    const files = withHighlight(assetsOf(outcome ? null : match, language), body);
    const state = writeState({ language, renderedAt, outcome, queries: queriesOf(queries) }, body);
    queries.clear();
    const html = writeDocument({ language, publicUrl: publicUrl(), head, assets: files, body, state, seq: outcome === null && match?.entry.live ? request.seq : undefined });
    return { status: outcome?.status ?? 200, headers: { 'content-type': 'text/html; charset=utf-8', 'content-language': language }, html };
  };
}
