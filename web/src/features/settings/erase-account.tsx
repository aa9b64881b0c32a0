import { useState } from 'react';
import type { Profile } from '../../api/types.js';
import { eraseAccount } from '../../api/users.api.js';
import { useApi, useI18n } from '../../app/services.js';
import { ConfirmDialog } from '../../design/confirm-dialog.js';

/** The way out for good: asks for the handle, since nothing brings the account back. */
export function EraseAccount({ profile }: { profile: Profile }) {
  const { t } = useI18n();
  const api = useApi();
  const [asks, setAsks] = useState(false);
  const erase = async (): Promise<void> => {
    await eraseAccount(api);
    window.location.assign('/');
  };
  return (
    <section className="danger-zone">
      <h2>{t('erase.title')}</h2>
      <p className="muted">{t('erase.text')}</p>
      <button type="button" className="button button-danger" onClick={() => setAsks(true)}>
        {t('erase.action')}
      </button>
      {asks && (
        <ConfirmDialog title={t('erase.title')} text={t('erase.text')} action={t('erase.action')} typed={profile.handle ?? ''} onConfirm={erase} onClose={() => setAsks(false)} />
      )}
    </section>
  );
}
