import { useLocation } from 'react-router';
import { ThemeChoice } from '../../app/shell/theme-choice.js';
import { useI18n } from '../../app/services.js';
import { LANGUAGE_NAMES, LANGUAGES } from '../../i18n/languages.js';
import { SettingsFrame } from './settings-frame.js';

/** Language and look; kept in this browser. */
export function Page() {
  const { t, language } = useI18n();
  const { pathname } = useLocation();
  return (
    <SettingsFrame>
      <section className="settings-form">
        <div className="field">
          <h2 className="field-label">{t('theme.label')}</h2>
          <div className="appearance">
            <ThemeChoice />
          </div>
          <p className="muted small">{t('appearance.themeHelp')}</p>
        </div>
        <div className="field">
          <h2 className="field-label">{t('foot.languages')}</h2>
          <ul className="flex gap-2">
            {LANGUAGES.map((code) => (
              <li key={code}>
                <a className={code === language ? 'button button-primary' : 'button'} href={`${pathname}?lang=${code}`} lang={code} aria-current={code === language ? 'true' : undefined}>
                  {LANGUAGE_NAMES[code]}
                </a>
              </li>
            ))}
          </ul>
        </div>
      </section>
    </SettingsFrame>
  );
}
