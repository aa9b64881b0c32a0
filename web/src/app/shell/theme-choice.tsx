import { useSyncExternalStore } from 'react';
import { Icon } from '../../design/icon.js';
import { useI18n } from '../services.js';
import { type Theme, THEMES, chooseTheme, currentTheme, subscribeTheme } from '../theme.js';

const ICONS = { auto: 'monitor', light: 'sun', dark: 'moon' } as const satisfies Record<Theme, string>;

/** Light, dark, or as the system is. Needs JavaScript; without it the system decides. */
export function ThemeChoice() {
  const { t } = useI18n();
  const theme = useSyncExternalStore(subscribeTheme, currentTheme, () => 'auto' as const);
  return (
    <div className="theme-choice needs-js" role="group" aria-label={t('theme.label')}>
      {THEMES.map((name) => (
        <button key={name} type="button" aria-pressed={theme === name} aria-label={t(`theme.${name}`)} title={t(`theme.${name}`)} onClick={() => chooseTheme(name)}>
          <Icon name={ICONS[name]} />
        </button>
      ))}
    </div>
  );
}
