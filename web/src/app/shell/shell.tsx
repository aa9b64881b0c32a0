import type { ReactNode } from 'react';
import { ToastRegion } from '../../design/toast.js';
import { KeyboardShortcuts } from '../keyboard/keyboard-shortcuts.js';
import { useI18n } from '../services.js';
import { Foot } from './foot.js';
import { Rail } from './rail.js';
import './shell.css';
import { TopBar } from './top-bar.js';

/** What surrounds every page. */
export function Shell({ children }: { children: ReactNode }) {
  const { t } = useI18n();
  return (
    <>
      <a className="skip button button-primary" href="#main">
        {t('nav.skip')}
      </a>
      <TopBar />
      <div className="frame">
        <Rail />
        <div className="content">
          <main id="main" tabIndex={-1}>
            {children}
          </main>
          <Foot />
        </div>
      </div>
      <ToastRegion />
      <KeyboardShortcuts />
    </>
  );
}
