const STORED = 'cairn.shortcuts';

/** Single-key shortcuts can be turned off (WCAG 2.2, 2.1.4): they get in the way of speech input. */
export function shortcutsOn(): boolean {
  return localStorage.getItem(STORED) !== 'off';
}

export function turnShortcuts(on: boolean): void {
  localStorage.setItem(STORED, on ? 'on' : 'off');
}
