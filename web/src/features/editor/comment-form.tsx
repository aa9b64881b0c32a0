import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useI18n } from '../../app/services.js';
import { ProblemNotice } from '../../design/problem-notice.js';
import { useAction } from '../../design/use-action.js';
import './editor.css';
import '../../design/input.css';

interface CommentFormProps {
  initial: string;
  action: string;
  onSend: (body: string) => Promise<void>;
  onClose: () => void;
}

/** A short text beneath a post. */
export function CommentForm({ initial, action, onSend, onClose }: CommentFormProps) {
  const { t } = useI18n();
  const area = useRef<HTMLTextAreaElement>(null);
  const help = useId();
  const [body, setBody] = useState(initial);
  const send = useAction(() => onSend(body.trim()));

  useEffect(() => area.current?.focus(), []);

  const submit = async (event?: FormEvent): Promise<void> => {
    event?.preventDefault();
    if (body.trim() !== '' && (await send.run())) onClose();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && body === initial) onClose();
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit();
  };

  return (
    <form className="flex flex-col gap-2 py-2" onSubmit={(event) => void submit(event)}>
      <textarea
        ref={area}
        className="input"
        rows={3}
        maxLength={10_000}
        aria-label={t('comment.yours')}
        aria-describedby={help}
        value={body}
        onChange={(event) => setBody(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <p id={help} className="muted small">
        {t('comment.help')}
      </p>
      <ProblemNotice error={send.error} />
      <div className="flex gap-2">
        <button type="submit" className="button button-primary" disabled={send.pending || body.trim() === ''}>
          {action}
        </button>
        <button type="button" className="button button-quiet" onClick={onClose}>
          {t('action.cancel')}
        </button>
      </div>
    </form>
  );
}
