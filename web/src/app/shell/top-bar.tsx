import { useLocation } from 'react-router';
import { Icon } from '../../design/icon.js';
import { PageLink } from '../page-link.js';
import { useI18n } from '../services.js';
import { registerUrl, signInUrl, useMember } from '../session.js';
import { Logo } from './logo.js';
import { TopSearch } from './top-search.js';
import { UserMenu } from './user-menu.js';

function GuestLinks() {
  const { t } = useI18n();
  const { pathname, search } = useLocation();
  return (
    <>
      <a className="button top-register" href={registerUrl(pathname + search)}>
        {t('session.register')}
      </a>
      <a className="button button-primary" href={signInUrl(pathname + search)}>
        {t('session.signIn')}
      </a>
    </>
  );
}

export function TopBar() {
  const { t } = useI18n();
  const member = useMember();
  return (
    <header className="top">
      <div className="top-in">
        <PageLink to="/" className="brand" aria-label={t('nav.brand')}>
          <Logo />
          <span>Cairn</span>
        </PageLink>
        <TopSearch />
        <div className="top-actions">
          {member ? (
            <>
              <PageLink to="/questions/ask" className="button button-primary top-ask" aria-label={t('ask.action')}>
                <Icon name="plus" />
                <span>{t('ask.short')}</span>
              </PageLink>
              <UserMenu member={member} />
            </>
          ) : (
            <GuestLinks />
          )}
        </div>
      </div>
    </header>
  );
}
