import { useLocation } from 'react-router';
import { Icon } from '../../design/icon.js';
import { PageLink } from '../page-link.js';
import { useI18n } from '../services.js';
import { isCurrent, NAV_ENTRIES } from './nav-entries.js';

/** The places of the site: a rail with words, icons alone where it is narrow, a bar at the bottom of phones. */
export function Rail() {
  const { t } = useI18n();
  const { pathname } = useLocation();
  return (
    <nav className="rail" aria-label={t('nav.label')}>
      <ul>
        {NAV_ENTRIES.map((entry) => (
          <li key={entry.to}>
            <PageLink to={entry.to} className="rail-link" aria-current={isCurrent(entry, pathname) ? 'page' : undefined}>
              <Icon name={entry.icon} className="icon-l" />
              <span>{t(entry.label)}</span>
            </PageLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
