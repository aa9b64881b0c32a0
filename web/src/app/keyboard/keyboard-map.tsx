import { useState } from 'react';
import { Dialog } from '../../design/dialog.js';
import type { MessageKey } from '../../i18n/messages.js';
import { useI18n } from '../services.js';
import { NAV_ENTRIES } from '../shell/nav-entries.js';
import { shortcutsOn, turnShortcuts } from './shortcuts-setting.js';
import './keyboard-map.css';

const ENTRIES: readonly { keys: readonly string[]; label: MessageKey }[] = [
  { keys: ['?'], label: 'keys.map' },
  { keys: ['/'], label: 'keys.search' },
  { keys: ['c'], label: 'keys.ask' },
  { keys: ['a'], label: 'keys.answer' },
  { keys: ['j'], label: 'keys.next' },
  { keys: ['k'], label: 'keys.previous' },
  { keys: ['Ctrl', 'Enter'], label: 'keys.send' },
  { keys: ['Ctrl', 'B'], label: 'keys.bold' },
  { keys: ['Ctrl', 'I'], label: 'keys.italic' },
  { keys: ['Ctrl', 'K'], label: 'keys.link' },
  { keys: ['Esc'], label: 'keys.close' },
];

export function KeyboardMap({ onClose }: { onClose: () => void }) {
  const { t } = useI18n();
  const [isOn, setOn] = useState(shortcutsOn);
  const places = NAV_ENTRIES.map((entry) => ({ keys: ['g', entry.shortcut], label: t('keys.go', { place: t(entry.label) }) }));
  const rows = [...ENTRIES.map((entry) => ({ keys: entry.keys, label: t(entry.label) })), ...places];
  return (
    <Dialog title={t('keys.title')} onClose={onClose}>
      <dl className="keys">
        {rows.map((row) => (
          <div key={row.label}>
            <dt>{row.label}</dt>
            <dd>
              {row.keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <label className="flex items-center gap-2 mt-4">
        <input
          type="checkbox"
          checked={isOn}
          onChange={(event) => {
            turnShortcuts(event.target.checked);
            setOn(event.target.checked);
          }}
        />
        {t('keys.single')}
      </label>
    </Dialog>
  );
}
