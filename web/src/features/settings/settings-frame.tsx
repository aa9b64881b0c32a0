import type { ReactNode } from 'react';
import { useLocation } from 'react-router';
import { useHead } from '../../app/head.js';
import { useI18n } from '../../app/services.js';
import { useMember } from '../../app/session.js';
import { Tabs } from '../../design/tabs.js';
import './settings.css';
import '../../design/danger.css';

const PAGES = [
  { to: '/settings', label: 'settings.profile' },
  { to: '/settings/sessions', label: 'settings.sessions' },
  { to: '/settings/tokens', label: 'settings.tokens' },
  { to: '/settings/appearance', label: 'settings.appearance' },
] as const;

/** One page of the settings, with the way to the others. Guests have only the look to choose. */
export function SettingsFrame({ children }: { children: ReactNode }) {
  const { t } = useI18n();
  const member = useMember();
  const { pathname } = useLocation();
  const pages = member ? PAGES : PAGES.slice(-1);
  const current = pages.find((page) => page.to === pathname);
  useHead({ title: current ? `${t(current.label)} · ${t('settings.title')}` : t('settings.title'), noIndex: true });
  return (
    <div className="page">
      <div className="column min-w-0">
        <div className="page-head">
          <h1>{t('settings.title')}</h1>
        </div>
        <div className="mb-4">
          <Tabs label={t('settings.title')} tabs={pages.map((page) => ({ to: page.to, label: t(page.label), current: page.to === pathname }))} />
        </div>
        {children}
      </div>
    </div>
  );
}
