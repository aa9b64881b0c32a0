import type { ReactNode } from 'react';
import { ToastRegion } from '../../design/toast.js';
import { useI18n } from '../services.js';
import { useLazy } from '../use-lazy.js';
import { Foot } from './foot.js';
import { Rail } from './rail.js';
import './shell.css';
import { TopBar } from './top-bar.js';

/** What surrounds every page. */
export function Shell({ children }: { children: ReactNode }) {
  const { t } = useI18n();
  const keyboard = useLazy(() => import('../keyboard/keyboard-shortcuts.js'), [], true);
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
      {keyboard && <keyboard.KeyboardShortcuts />}
    </>
  );
}
