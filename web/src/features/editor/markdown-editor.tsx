import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import { useI18n } from '../../app/services.js';
import { EditorToolbar } from './editor-toolbar.js';
import { Preview } from './preview.js';
import { TOOLBAR, type ToolbarAct } from './toolbar-acts.js';
import './editor.css';

const MOST_CHARACTERS = 65_536;

interface MarkdownEditorProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Ctrl or Cmd with Enter. */
  onSubmit?: () => void;
  rows?: number;
  /** Shows the preview beside the text where there is room. */
  hasSideBySide?: boolean;
  error?: ReactNode;
  /** Key that leads here (see the keyboard map). */
  shortcut?: string;
}

/** Replaces the text so that the browser's own undo still works. */
function replaceAll(area: HTMLTextAreaElement, text: string): void {
  area.focus();
  area.setSelectionRange(0, area.value.length);
  if (document.execCommand('insertText', false, text)) return;
  area.setRangeText(text);
  area.dispatchEvent(new Event('input', { bubbles: true }));
}

function applyTo(area: HTMLTextAreaElement, act: ToolbarAct, placeholder: string): void {
  const changed = act.apply({ text: area.value, start: area.selectionStart, end: area.selectionEnd }, placeholder);
  replaceAll(area, changed.text);
  area.setSelectionRange(changed.start, changed.end);
}

/** A Markdown text with toolbar and preview. */
export function MarkdownEditor({ label, value, onChange, onSubmit, rows = 12, hasSideBySide = true, error, shortcut }: MarkdownEditorProps) {
  const { t } = useI18n();
  const area = useRef<HTMLTextAreaElement>(null);
  const [shows, setShows] = useState<'write' | 'preview'>('write');
  const ids = { area: useId(), help: useId(), error: useId() };

  const onAct = (act: ToolbarAct): void => {
    if (area.current) applyTo(area.current, act, t('editor.placeholder'));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const act = TOOLBAR.find((entry) => entry.shortcut === event.key.toLowerCase());
    if (act) {
      event.preventDefault();
      onAct(act);
    } else if (event.key === 'Enter') onSubmit?.();
  };

  return (
    <div className={`editor${hasSideBySide ? ' editor-wide' : ''}`} data-shows={shows}>
      <EditorToolbar controls={ids.area} shows={shows} onShow={setShows} onAct={onAct} />
      <div className="editor-body">
        <textarea
          ref={area}
          id={ids.area}
          className="editor-area"
          aria-label={label}
          aria-describedby={`${ids.help} ${ids.error}`}
          aria-invalid={error ? true : undefined}
          value={value}
          rows={rows}
          maxLength={MOST_CHARACTERS}
          data-key={shortcut}
          onClick={(event) => event.currentTarget.focus()}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={onKeyDown}
        />
        {(hasSideBySide || shows === 'preview') && <Preview markdown={value} />}
      </div>
      <p id={ids.help} className="editor-help muted small">
        {t('editor.help')}
      </p>
      <p id={ids.error} className="field-error">
        {error}
      </p>
    </div>
  );
}
