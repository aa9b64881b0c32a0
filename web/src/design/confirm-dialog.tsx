import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { useI18n } from '../app/services.js';
import { Dialog } from './dialog.js';
import { ProblemNotice } from './problem-notice.js';
import { useAction } from './use-action.js';
import './input.css';
import './danger.css';

interface ConfirmDialogProps {
  title: string;
  text: ReactNode;
  /** What the button does, as a verb. */
  action: string;
  /** Asks for a reason, which is kept with the act. */
  reasonLabel?: string;
  /** Must be typed before the button works, for what cannot be taken back. */
  typed?: string;
  isDanger?: boolean;
  onConfirm: (reason: string) => Promise<unknown>;
  onClose: () => void;
}

/** Asks before an act that others will notice, by naming what it is about. */
export function ConfirmDialog({ title, text, action, reasonLabel, typed, isDanger = true, onConfirm, onClose }: ConfirmDialogProps) {
  const { t } = useI18n();
  const [value, setValue] = useState('');
  const field = useId();
  const confirm = useAction(() => onConfirm(value.trim()));
  const asks = reasonLabel ?? (typed ? t('confirm.type', { word: typed }) : null);
  const isReady = typed ? value === typed : !reasonLabel || value.trim().length > 0;

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (isReady && (await confirm.run())) onClose();
  };

  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
        <p>{text}</p>
        {asks && (
          <label htmlFor={field} className="flex flex-col gap-1 dialog-label">
            {asks}
            <input id={field} className="input" value={value} autoComplete="off" maxLength={500} onChange={(event) => setValue(event.target.value)} />
          </label>
        )}
        <ProblemNotice error={confirm.error} />
        <div className="dialog-actions">
          <button type="button" className="button" onClick={onClose}>
            {t('action.cancel')}
          </button>
          <button type="submit" className={`button ${isDanger ? 'button-danger' : 'button-primary'}`} disabled={!isReady || confirm.pending}>
            {action}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
