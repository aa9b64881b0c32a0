import { useLocation } from 'react-router';
import { LANGUAGE_NAMES, LANGUAGES } from '../../i18n/languages.js';
import { useI18n } from '../services.js';
import { useMember } from '../session.js';
import { ThemeChoice } from './theme-choice.js';

/** Language, look and the way to the API. Languages are plain links, so they work without JavaScript. */
export function Foot() {
  const { t, language } = useI18n();
  const member = useMember();
  const { pathname, search } = useLocation();
  const address = (code: string): string => {
    const params = new URLSearchParams(search);
    params.set('lang', code);
    return `${pathname}?${params.toString()}`;
  };
  return (
    <footer className="foot small">
      <p className="grow">{t('foot.about')}</p>
      <ul aria-label={t('foot.languages')}>
        {LANGUAGES.map((code) => (
          <li key={code}>
            <a className="link" href={address(code)} hrefLang={code} lang={code} rel="nofollow" aria-current={code === language ? 'true' : undefined}>
              {LANGUAGE_NAMES[code]}
            </a>
          </li>
        ))}
      </ul>
      <a className="link" href="/api/docs">
        {t('foot.api')}
      </a>
      {!member && <ThemeChoice />}
    </footer>
  );
}
