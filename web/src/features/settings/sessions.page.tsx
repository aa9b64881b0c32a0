import { useQuery, useQueryClient } from '@tanstack/react-query';
import { endOtherSessions, endSession, listSessions } from '../../api/account.api.js';
import { asApiError } from '../../api/api-error.js';
import type { Api } from '../../api/http.js';
import type { WebSession } from '../../api/types.js';
import type { LoadContext } from '../../app/page-module.js';
import { useApi, useI18n } from '../../app/services.js';
import { Icon } from '../../design/icon.js';
import { ProblemNotice } from '../../design/problem-notice.js';
import { TimeAgo } from '../../design/time-ago.js';
import { useAction } from '../../design/use-action.js';
import { deviceOf } from './device-name.js';
import { SettingsFrame } from './settings-frame.js';

const sessionsQuery = (api: Api) => ({ queryKey: ['sessions'], queryFn: ({ signal }: { signal: AbortSignal }) => listSessions(api, signal) });

export async function load({ api, queries }: LoadContext): Promise<void> {
  await queries.fetchQuery(sessionsQuery(api));
}

function SessionRow({ session, onEnd }: { session: WebSession; onEnd: () => void }) {
  const { t, rich } = useI18n();
  const device = deviceOf(session.userAgent);
  return (
    <li className="setting-row">
      <Icon name={device.isPhone ? 'smartphone' : 'monitor'} className="icon-l" />
      <div className="grow min-w-0">
        <strong>{device.name ?? t('sessions.unknown')}</strong>{' '}
        {session.current && <span className="badge badge-success">{t('sessions.current')}</span>}
        <p className="muted small">
          {session.ip && `${session.ip} · `}
          {rich('sessions.seen', { time: <TimeAgo at={session.lastSeenAt} /> })} · {rich('sessions.started', { time: <TimeAgo at={session.createdAt} /> })}
        </p>
      </div>
      {!session.current && (
        <button type="button" className="button" onClick={onEnd}>
          {t('sessions.end')}
        </button>
      )}
    </li>
  );
}

/** Where one is signed in, and the way to end it. */
export function Page() {
  const { t } = useI18n();
  const api = useApi();
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery(sessionsQuery(api));
  const reread = (): Promise<void> => queries.invalidateQueries({ queryKey: ['sessions'] });
  const end = useAction(async (id: string | null) => {
    await (id === null ? endOtherSessions(api) : endSession(api, id));
    await reread();
  });
  const hasOthers = data?.items.some((session) => !session.current);
  return (
    <SettingsFrame>
      <p className="muted mb-4">{t('sessions.about')}</p>
      {error && <ProblemNotice error={asApiError(error)} onRetry={() => void refetch()} />}
      <ProblemNotice error={end.error} />
      {!data && !error && <span className="skeleton h-48" />}
      {data && (
        <ul className="card">
          {data.items.map((session) => (
            <SessionRow key={session.id} session={session} onEnd={() => void end.run(session.id)} />
          ))}
        </ul>
      )}
      {hasOthers && (
        <button type="button" className="button button-danger mt-4" disabled={end.pending} onClick={() => void end.run(null)}>
          {t('sessions.endOthers')}
        </button>
      )}
    </SettingsFrame>
  );
}
