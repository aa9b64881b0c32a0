import type { I18n } from '../i18n/i18n.js';
import type { CatalogueName, Messages } from '../i18n/messages.js';

const ADDRESSES = import.meta.glob<string>('../i18n/catalogues/*/*.json', { query: '?url', import: 'default', eager: true });
const loading = new Map<string, Promise<void>>();

/** Path of a catalogue's file from the root of web/, as the build manifest names it. */
export const catalogueSource = (language: string, name: CatalogueName): string => `src/i18n/catalogues/${language}/${name}.json`;

/** Brings texts into the language in use; each file once. */
export function loadCatalogues(i18n: I18n, names: readonly CatalogueName[]): Promise<unknown> {
  return Promise.all(names.map((name) => loadCatalogue(i18n, name)));
}

async function fetchMessages(address: string): Promise<Messages> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`no texts at ${address}`);
  return (await response.json()) as Messages;
}

function loadCatalogue(i18n: I18n, name: CatalogueName): Promise<void> {
  const known = loading.get(name);
  if (known) return known;
  const address = ADDRESSES[`../i18n/catalogues/${i18n.language}/${name}.json`];
  if (!address) throw new Error(`no texts ${i18n.language}/${name}`);
  const promise = fetchMessages(address).then((messages) => i18n.add(messages));
  promise.catch(() => loading.delete(name));
  loading.set(name, promise);
  return promise;
}
