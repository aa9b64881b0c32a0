import { createContext, useContext } from 'react';
import type { Api } from '../api/http.js';
import type { I18n } from '../i18n/i18n.js';
import type { Head } from './head-content.js';

/** What every component may ask for; made once per page load in the browser and once per request on the server. */
export interface Services {
  readonly api: Api;
  readonly i18n: I18n;
  /** Unix milliseconds of the rendering, so that server and browser write the same relative times. */
  readonly renderedAt: number;
  /** Where `useHead` leaves the head on the server; absent in the browser. */
  readonly collectHead?: (head: Head) => void;
}

const ServicesContext = createContext<Services | null>(null);

export const ServicesProvider = ServicesContext.Provider;

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (!services) throw new Error('useServices outside ServicesProvider');
  return services;
}

export const useApi = (): Api => useServices().api;

export const useI18n = (): I18n => useServices().i18n;
