import { useLocation } from 'react-router';
import { Avatar } from '../../design/avatar.js';
import { Icon } from '../../design/icon.js';
import type { IconName } from '../../design/icons.js';
import { Menu } from '../../design/menu.js';
import type { MessageKey } from '../../i18n/messages.js';
import type { SessionMember } from '../../api/types.js';
import { PageLink } from '../page-link.js';
import { useI18n } from '../services.js';
import { hasRole } from '../session.js';
import { ThemeChoice } from './theme-choice.js';

function entriesFor(member: SessionMember): { to: string; icon: IconName; label: MessageKey }[] {
  return [
    { to: `/users/${member.handle}`, icon: 'user', label: 'menu.profile' },
    { to: '/settings', icon: 'settings', label: 'menu.settings' },
    ...(hasRole(member, 'moderator') ? [{ to: '/admin/audit', icon: 'scroll-text', label: 'menu.audit' } as const] : []),
    ...(hasRole(member, 'admin') ? [{ to: '/admin/mail', icon: 'mail', label: 'menu.mail' } as const] : []),
  ];
}

/** Everything about oneself: profile, settings, look, the way out. */
export function UserMenu({ member }: { member: SessionMember }) {
  const { t } = useI18n();
  const { pathname } = useLocation();
  return (
    <Menu label={t('menu.label', { name: member.displayName })} button={<Avatar member={member} size="m" />} buttonClass="top-avatar">
      <p className="p-2">
        <strong className="block">{member.displayName}</strong>
        <span className="muted small">@{member.handle}</span>
      </p>
      {entriesFor(member).map((entry) => (
        <PageLink key={entry.to} className="menu-item" to={entry.to} aria-current={pathname === entry.to ? 'true' : undefined}>
          <Icon name={entry.icon} />
          {t(entry.label)}
        </PageLink>
      ))}
      <ThemeChoice />
      <form method="post" action="/auth/logout" className="menu-rule">
        <button type="submit" className="menu-item">
          <Icon name="log-out" />
          {t('session.signOut')}
        </button>
      </form>
    </Menu>
  );
}
