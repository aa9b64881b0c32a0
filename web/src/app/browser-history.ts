import { createPath, type Location, NavigationType, type Navigator, parsePath, type To } from 'react-router';

type Listener = () => void;

/** What is kept with an entry of the browser's history. */
interface Entry {
  key?: string;
}

const newKey = (): string => Math.random().toString(36).slice(2, 10);

/**
 * The browser's history as the router's navigator. The router's own lives in a module with forms, prefetching and server rendering
 * of its framework mode, 5 KB on every first visit that nothing here uses.
 */
export class BrowserHistory implements Navigator {
  action: NavigationType = NavigationType.Pop;
  location: Location = this.read();
  private readonly listeners = new Set<Listener>();

  constructor() {
    window.addEventListener('popstate', () => this.arrive(NavigationType.Pop));
  }

  subscribe = (listener: Listener): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  createHref = (to: To): string => (typeof to === 'string' ? to : createPath(to));

  go = (delta: number): void => window.history.go(delta);

  // The router calls these without their object.
  push = (to: To): void => {
    window.history.pushState({ key: newKey() } satisfies Entry, '', this.url(to));
    this.arrive(NavigationType.Push);
  };

  replace = (to: To): void => {
    window.history.replaceState({ key: newKey() } satisfies Entry, '', this.url(to));
    this.arrive(NavigationType.Replace);
  };

  /** A part that is not named stays: `?sort=new` keeps the path. */
  private url(to: To): string {
    const { pathname = this.location.pathname, search = '', hash = '' } = typeof to === 'string' ? parsePath(to) : to;
    return createPath({ pathname, search, hash });
  }

  private arrive(action: NavigationType): void {
    this.action = action;
    this.location = this.read();
    for (const listener of this.listeners) listener();
  }

  private read(): Location {
    const { pathname, search, hash } = window.location;
    const entry = window.history.state as Entry | null;
    return { pathname, search, hash, state: null, key: entry?.key ?? 'default' } as Location;
  }
}
