// First, so that its order of layers holds for every style that follows.
import './design/index.css';
import { hydrateRoot } from 'react-dom/client';
import { Api } from './api/http.js';
import { App } from './app/app.js';
import { BrowserHistory } from './app/browser-history.js';
import { bringPage } from './app/bring-page.js';
import { loadCatalogues } from './app/catalogues.js';
import { type PageState, restoreQueries, STATE_ELEMENT } from './app/page-state.js';
import { createQueryClient } from './app/query-client.js';
import { matchPage } from './app/routes.js';
import { SiteRouter } from './app/site-router.js';
import { bringStatus } from './app/status.js';
import { I18n } from './i18n/i18n.js';

async function start(): Promise<void> {
  const state = JSON.parse(document.getElementById(STATE_ELEMENT)!.textContent) as PageState;
  const i18n = new I18n(state.language);
  const queries = createQueryClient(false);
  restoreQueries(queries, state);
  const match = matchPage(window.location.pathname);
  // The first rendering has to be the server's, so whatever it needs is here before it starts.
  const isStatus = state.outcome !== null || match === null;
  await Promise.all([loadCatalogues(i18n, ['core']), isStatus ? bringStatus() : bringPage(match.entry, i18n)]);
  // The page that the server makes then says why; what was typed is kept as a draft.
  const services = { api: new Api((path, request) => fetch(path, request), () => location.reload()), i18n, renderedAt: state.renderedAt };
  hydrateRoot(
    document.getElementById('root')!,
    <SiteRouter history={new BrowserHistory()}>
      <App services={services} queries={queries} outcome={state.outcome} />
    </SiteRouter>,
  );
}

void start();
