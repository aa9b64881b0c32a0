import { type KeyboardEvent, useState } from 'react';
import { useI18n } from '../../app/services.js';
import { Icon } from '../../design/icon.js';
import { TOOLBAR, type ToolbarAct } from './toolbar-acts.js';

interface EditorToolbarProps {
  controls: string;
  shows: 'write' | 'preview';
  onShow: (shows: 'write' | 'preview') => void;
  onAct: (act: ToolbarAct) => void;
}

/** Buttons for Markdown; one stop of the Tab key, arrows inside (WAI-ARIA toolbar pattern). */
export function EditorToolbar({ controls, shows, onShow, onAct }: EditorToolbarProps) {
  const { t } = useI18n();
  const [active, setActive] = useState(0);

  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const isLeftToRight = getComputedStyle(event.currentTarget).direction === 'ltr';
    const step = { ArrowRight: isLeftToRight ? 1 : -1, ArrowLeft: isLeftToRight ? -1 : 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = (active + step + TOOLBAR.length) % TOOLBAR.length;
    setActive(next);
    event.currentTarget.querySelectorAll('button')[next]?.focus();
  };

  return (
    <div className="editor-bar">
      <div className="editor-tabs">
        {(['write', 'preview'] as const).map((name) => (
          <button key={name} type="button" aria-pressed={shows === name} onClick={() => onShow(name)}>
            {t(`editor.${name}`)}
          </button>
        ))}
      </div>
      <div className="editor-tools" role="toolbar" aria-label={t('editor.toolbar')} aria-controls={controls} onKeyDown={onKeyDown}>
        {TOOLBAR.map((act, index) => (
          <button
            key={act.label}
            type="button"
            tabIndex={index === active ? 0 : -1}
            aria-label={t(act.label)}
            title={act.shortcut ? `${t(act.label)} (Ctrl+${act.shortcut.toUpperCase()})` : t(act.label)}
            onClick={() => {
              setActive(index);
              onAct(act);
            }}
          >
            <Icon name={act.icon} />
          </button>
        ))}
      </div>
    </div>
  );
}
