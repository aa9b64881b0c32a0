/** Icons of the sprite, by their names in lucide; one that is not named here is not in the build. */
export const ICONS = [
  'arrow-up', 'braces', 'calendar', 'check', 'chevron-down', 'chevron-up', 'circle-check', 'clock', 'code', 'copy', 'house', 'inbox', 'italic',
  'key-round', 'letter-b', 'letter-h', 'link', 'list', 'list-ordered', 'log-in', 'log-out', 'mail', 'map-pin', 'message-circle-question-mark',
  'message-square', 'monitor', 'moon', 'plus', 'quote', 'rotate-cw', 'scroll-text', 'search', 'settings', 'shield', 'smartphone', 'sun', 'tag',
  'triangle-exclamation-point', 'user', 'users', 'wifi-off', 'x',
] as const;

export type IconName = (typeof ICONS)[number];
