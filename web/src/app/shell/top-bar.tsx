import { useLocation } from 'react-router';
import { Icon } from '../../design/icon.js';
import { PageLink } from '../page-link.js';
import { useI18n } from '../services.js';
import type { SessionMember } from '../../api/types.js';
import { Avatar } from '../../design/avatar.js';
import { useLazy } from '../use-lazy.js';
import { registerUrl, signInUrl, useMember, useSuspension } from '../session.js';
import { Logo } from './logo.js';
import { TopSearch } from './top-search.js';

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

/** Leads to one's own page until the menu is here. */
function Account({ member }: { member: SessionMember }) {
  const { t } = useI18n();
  const menu = useLazy(() => import('./user-menu.js'), [], true);
  if (menu) return <menu.UserMenu member={member} />;
  return (
    <PageLink to={`/users/${member.handle}`} className="top-avatar" aria-label={t('menu.profile')}>
      <Avatar member={member} size="m" />
    </PageLink>
  );
}

export function TopBar() {
  const { t } = useI18n();
  const member = useMember();
  const isShutOut = useSuspension() !== null;
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
              <Account member={member} />
            </>
          ) : (
            !isShutOut && <GuestLinks />
          )}
        </div>
      </div>
    </header>
  );
}
