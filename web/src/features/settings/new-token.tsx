import { useEffect, useRef } from 'react';
import type { CreatedToken } from '../../api/types.js';
import { useI18n } from '../../app/services.js';
import { Icon } from '../../design/icon.js';
import { toast } from '../../design/toast.js';
import '../../design/input.css';

/** The one time the secret of a new token can be seen. */
export function NewToken({ token, onDone }: { token: CreatedToken; onDone: () => void }) {
  const { t } = useI18n();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  const copy = async (): Promise<void> => {
    field.current?.select();
    await navigator.clipboard?.writeText(token.token ?? '');
    toast(t('tokens.copied'));
  };
  return (
    <section className="notice notice-success mb-4" role="status">
      <strong className="basis-full">{t('tokens.once', { name: token.name })}</strong>
      <input ref={field} className="input token-secret" readOnly value={token.token ?? ''} aria-label={t('tokens.secret')} spellCheck={false} />
      <button type="button" className="button" onClick={() => void copy()}>
        <Icon name="copy" />
        {t('action.copy')}
      </button>
      <button type="button" className="button" onClick={onDone}>
        {t('tokens.done')}
      </button>
    </section>
  );
}
