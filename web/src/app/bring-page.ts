import type { I18n } from '../i18n/i18n.js';
import { loadCatalogues } from './catalogues.js';
import type { PageModule } from './page-module.js';
import { importPage, type RouteEntry } from './routes.js';

const ready = new Map<string, PageModule>();
const bringing = new Map<string, Promise<PageModule>>();

/** The page's module when it and its texts are here already. */
export const readyPage = (entry: RouteEntry): PageModule | undefined => ready.get(entry.page);

/** Brings the page's code and, in the browser, its texts (the server has them all); the same promise for the same page. */
export function bringPage(entry: RouteEntry, i18n?: I18n): Promise<PageModule> {
  const known = bringing.get(entry.page);
  if (known) return known;
  const texts = i18n ? loadCatalogues(i18n, entry.catalogues ?? []) : null;
  const promise = Promise.all([importPage(entry), texts]).then(([module]) => {
    ready.set(entry.page, module);
    return module;
  });
  promise.catch(() => bringing.delete(entry.page));
  bringing.set(entry.page, promise);
  return promise;
}
