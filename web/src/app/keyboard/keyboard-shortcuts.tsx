import { lazy, Suspense, useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { useI18n } from '../services.js';
import { loadCatalogues } from '../catalogues.js';
import { NAV_ENTRIES } from '../shell/nav-entries.js';
import { shortcutsOn } from './shortcuts-setting.js';

const KeyboardMap = lazy(() => import('./keyboard-map.js').then((module) => ({ default: module.KeyboardMap })));

const SEQUENCE_MS = 1200;

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** Moves the focus among the elements that a page marks as stops of j and k: rows of a list, answers of a question. */
function step(direction: 1 | -1): void {
  const stops = [...document.querySelectorAll<HTMLElement>('[data-stop]')];
  const at = stops.findIndex((stop) => stop.contains(document.activeElement));
  const next = stops[at === -1 ? (direction === 1 ? 0 : -1) : at + direction];
  const target = next?.matches('a,[tabindex]') ? next : next?.querySelector<HTMLElement>('a');
  target?.focus();
  target?.scrollIntoView({ block: 'nearest' });
}

function press(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.click();
}

const KEYS: Record<string, () => void> = {
  '/': () => document.getElementById('site-search')?.focus(),
  j: () => step(1),
  k: () => step(-1),
  c: () => press('[data-key="c"], .top-ask'),
  a: () => press('[data-key="a"]'),
};

/** Keys for the whole site; the map of them opens with `?`. */
export function KeyboardShortcuts() {
  const i18n = useI18n();
  const navigate = useNavigate();
  const [isMapOpen, setMapOpen] = useState(false);

  useEffect(() => {
    let sequenceUntil = 0;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.key === '?') {
        void loadCatalogues(i18n, ['keys']).then(() => setMapOpen(true));
        return;
      }
      if (!shortcutsOn() || document.querySelector('dialog[open]')) return;
      const place = event.timeStamp < sequenceUntil ? NAV_ENTRIES.find((entry) => entry.shortcut === event.key) : undefined;
      sequenceUntil = event.key === 'g' ? event.timeStamp + SEQUENCE_MS : 0;
      const act = place ? () => void navigate(place.to) : KEYS[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [i18n, navigate]);

  if (!isMapOpen) return null;
  return (
    <Suspense fallback={null}>
      <KeyboardMap onClose={() => setMapOpen(false)} />
    </Suspense>
  );
}
