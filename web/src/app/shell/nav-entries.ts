import type { IconName } from '../../design/icons.js';
import type { MessageKey } from '../../i18n/messages.js';

export interface NavEntry {
  to: string;
  icon: IconName;
  label: MessageKey;
  /** Second key of the `g …` shortcut. */
  shortcut: string;
  /** Other addresses under which the entry counts as current. */
  covers?: readonly string[];
}

/** What the rail and the bar of phones lead to, in order. */
export const NAV_ENTRIES: readonly NavEntry[] = [
  { to: '/', icon: 'house', label: 'nav.home', shortcut: 'h' },
  { to: '/questions', icon: 'message-circle-question-mark', label: 'nav.questions', shortcut: 'q', covers: ['/answers', '/a'] },
  { to: '/tags', icon: 'tag', label: 'nav.tags', shortcut: 't' },
  { to: '/users', icon: 'users', label: 'nav.people', shortcut: 'p' },
  { to: '/search', icon: 'search', label: 'nav.search', shortcut: 's' },
];

/** True when the address belongs to the entry. */
export function isCurrent(entry: NavEntry, pathname: string): boolean {
  if (entry.to === '/') return pathname === '/';
  return [entry.to, ...(entry.covers ?? [])].some((path) => pathname === path || pathname.startsWith(`${path}/`));
}
