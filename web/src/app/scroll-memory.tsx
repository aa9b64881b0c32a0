import { useEffect, useLayoutEffect, useRef } from 'react';
import { useLocation, useNavigationType } from 'react-router';

const useBrowserLayoutEffect = typeof document === 'undefined' ? useEffect : useLayoutEffect;

const key = (entry: string): string => `scroll:${entry}`;

function goTo(hash: string): void {
  const target = hash === '' ? null : document.getElementById(decodeURIComponent(hash.slice(1)));
  if (target) target.scrollIntoView();
  else window.scrollTo(0, 0);
}

/** A new page comes a moment after its address: whoever began to type in the search field meanwhile goes on there. */
function isTypingAbove(main: HTMLElement): boolean {
  return document.activeElement instanceof HTMLInputElement && !main.contains(document.activeElement);
}

/** Back and forward return to where the reader was; a new page starts at its top or at its anchor, with the focus on its content. */
export function ScrollMemory() {
  const location = useLocation();
  const type = useNavigationType();
  const previous = useRef(location);

  useEffect(() => {
    window.history.scrollRestoration = 'manual';
    const leave = (): void => {
      window.history.scrollRestoration = 'auto';
    };
    window.addEventListener('pagehide', leave);
    return () => window.removeEventListener('pagehide', leave);
  }, []);

  useEffect(() => {
    // Read when it happens: the jump to the top of a new page must not be remembered for the old one.
    const remember = (): void => sessionStorage.setItem(key(previous.current.key), String(Math.round(window.scrollY)));
    window.addEventListener('scrollend', remember);
    return () => window.removeEventListener('scrollend', remember);
  }, []);

  useBrowserLayoutEffect(() => {
    const before = previous.current;
    previous.current = location;
    if (before === location) return;
    const staysOnPage = before.pathname === location.pathname;
    // Browsers call following an anchor on the same page a POP too.
    const isAnchor = staysOnPage && location.hash !== '' && location.hash !== before.hash;
    const remembered = type === 'POP' && !isAnchor ? sessionStorage.getItem(key(location.key)) : null;
    if (remembered !== null) window.scrollTo(0, Number(remembered));
    else if (!staysOnPage || location.hash !== '') goTo(location.hash);
    const main = document.getElementById('main');
    if (!staysOnPage && main && !isTypingAbove(main)) main.focus({ preventScroll: true });
  }, [location, type]);

  return null;
}
