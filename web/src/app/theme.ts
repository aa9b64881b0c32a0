export const THEMES = ['auto', 'light', 'dark'] as const;

export type Theme = (typeof THEMES)[number];

const STORED = 'cairn.theme';

/**
 * Runs in <head> before anything is painted; constant, so that the Content Security Policy names it by its hash.
 * Also marks that scripts run: what needs them is hidden otherwise.
 */
export const THEME_SCRIPT = `(function(e){e.classList.add('js');try{var t=localStorage.getItem('${STORED}');if(t==='light'||t==='dark')e.dataset.theme=t}catch(_){}})(document.documentElement)`;

const listeners = new Set<() => void>();

export function subscribeTheme(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function currentTheme(): Theme {
  const chosen = document.documentElement.dataset['theme'];
  return chosen === 'light' || chosen === 'dark' ? chosen : 'auto';
}

/** Takes effect at once and stays for this browser. */
export function chooseTheme(theme: Theme): void {
  const { dataset } = document.documentElement;
  if (theme === 'auto') delete dataset['theme'];
  else dataset['theme'] = theme;
  try {
    localStorage.setItem(STORED, theme);
  } catch {
    // A browser that stores nothing forgets the choice with the page.
  }
  for (const notify of listeners) notify();
}
