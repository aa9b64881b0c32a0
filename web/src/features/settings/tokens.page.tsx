import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { deleteToken, listTokens } from '../../api/account.api.js';
import { asApiError } from '../../api/api-error.js';
import type { Api } from '../../api/http.js';
import type { AccessToken, CreatedToken } from '../../api/types.js';
import type { LoadContext } from '../../app/page-module.js';
import { useApi, useI18n } from '../../app/services.js';
import { ConfirmDialog } from '../../design/confirm-dialog.js';
import { EmptyState } from '../../design/empty-state.js';
import { Icon } from '../../design/icon.js';
import { ProblemNotice } from '../../design/problem-notice.js';
import { TimeAgo } from '../../design/time-ago.js';
import { NewToken } from './new-token.js';
import { SettingsFrame } from './settings-frame.js';
import { TokenForm } from './token-form.js';

const tokensQuery = (api: Api) => ({ queryKey: ['tokens'], queryFn: ({ signal }: { signal: AbortSignal }) => listTokens(api, signal) });

export async function load({ api, queries }: LoadContext): Promise<void> {
  await queries.fetchQuery(tokensQuery(api));
}

function TokenRow({ token, onDelete }: { token: AccessToken; onDelete: () => void }) {
  const { t, rich } = useI18n();
  return (
    <li className="setting-row">
      <Icon name="key-round" className="icon-l" />
      <div className="grow min-w-0">
        <strong>{token.name}</strong>{' '}
        {token.scopes.map((scope) => (
          <span key={scope} className="badge">
            {t(`scope.${scope}`)}
          </span>
        ))}
        <p className="muted small">
          {token.lastUsedAt ? rich('tokens.used', { time: <TimeAgo at={token.lastUsedAt} /> }) : t('tokens.unused')} ·{' '}
          {token.expiresAt ? rich('tokens.expires', { time: new Date(token.expiresAt).toISOString().slice(0, 10) }) : t('tokens.endless')}
        </p>
      </div>
      <button type="button" className="button button-danger" onClick={onDelete}>
        {t('tokens.delete')}
      </button>
    </li>
  );
}

/** Personal access tokens: keys for scripts and other clients. */
export function Page() {
  const { t } = useI18n();
  const api = useApi();
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery(tokensQuery(api));
  const [created, setCreated] = useState<CreatedToken | null>(null);
  const [leaving, setLeaving] = useState<AccessToken | null>(null);
  const reread = (): Promise<void> => queries.invalidateQueries({ queryKey: ['tokens'] });
  return (
    <SettingsFrame>
      <p className="muted mb-4">{t('tokens.about')}</p>
      {created && <NewToken token={created} onDone={() => setCreated(null)} />}
      <TokenForm
        onCreated={(token) => {
          setCreated(token);
          void reread();
        }}
      />
      {error && <ProblemNotice error={asApiError(error)} onRetry={() => void refetch()} />}
      {!data && !error && <span className="skeleton h-48" />}
      {data?.items.length === 0 && <EmptyState icon="key-round" title={t('tokens.none')} />}
      {data && data.items.length > 0 && (
        <ul className="card">
          {data.items.map((token) => (
            <TokenRow key={token.id} token={token} onDelete={() => setLeaving(token)} />
          ))}
        </ul>
      )}
      {leaving && (
        <ConfirmDialog
          title={t('tokens.deleteTitle', { name: leaving.name })}
          text={t('tokens.deleteText', { name: leaving.name })}
          action={t('tokens.delete')}
          onConfirm={() => deleteToken(api, leaving.id).then(reread)}
          onClose={() => setLeaving(null)}
        />
      )}
    </SettingsFrame>
  );
}
