import { type ReactNode, startTransition, useEffect, useState } from 'react';
import { type Location, NavigationType, type Navigator, Router } from 'react-router';
import type { BrowserHistory } from './browser-history.js';

interface Place {
  location: Location;
  action: NavigationType;
}

/** Follows the browser's history. A new page is a transition: the old one stays until the new one's code is here. */
export function SiteRouter({ history, children }: { history: BrowserHistory; children: ReactNode }) {
  const [place, setPlace] = useState<Place>({ location: history.location, action: history.action });
  useEffect(() => history.subscribe(() => startTransition(() => setPlace({ location: history.location, action: history.action }))), [history]);
  return (
    <Router location={place.location} navigationType={place.action} navigator={history}>
      {children}
    </Router>
  );
}

const refuse = (): never => {
  throw new Error('nobody navigates on the server');
};

const STANDSTILL: Navigator = { createHref: String, go: refuse, push: refuse, replace: refuse };

/** One address, for rendering on the server. */
export function FixedRouter({ url, children }: { url: string; children: ReactNode }) {
  return (
    <Router location={url} navigator={STANDSTILL} static>
      {children}
    </Router>
  );
}
