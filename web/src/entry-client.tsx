import { hydrateRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { Api } from './api/http.js';
import { App } from './app/app.js';
import { bringPage } from './app/bring-page.js';
import { loadCatalogues } from './app/catalogues.js';
import { type PageState, restoreQueries, STATE_ELEMENT } from './app/page-state.js';
import { createQueryClient } from './app/query-client.js';
import { matchPage } from './app/routes.js';
import './design/index.css';
import { I18n } from './i18n/i18n.js';

async function start(): Promise<void> {
  const state = JSON.parse(document.getElementById(STATE_ELEMENT)!.textContent) as PageState;
  const i18n = new I18n(state.language);
  const queries = createQueryClient(false);
  restoreQueries(queries, state);
  const match = matchPage(window.location.pathname);
  // The first rendering has to be the server's, so whatever it needs is here before it starts.
  await Promise.all([loadCatalogues(i18n, ['core']), match && bringPage(match.entry, i18n)]);
  const services = { api: new Api((path, request) => fetch(path, request)), i18n, renderedAt: state.renderedAt };
  hydrateRoot(
    document.getElementById('root')!,
    <BrowserRouter>
      <App services={services} queries={queries} outcome={state.outcome} />
    </BrowserRouter>,
  );
}

void start();
