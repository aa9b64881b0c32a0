import { useSyncExternalStore } from 'react';
import { useLocation } from 'react-router';
import type { Suspension } from '../api/api-error.js';
import { Icon } from '../design/icon.js';
import '../design/state.css';
import type { IconName } from '../design/icons.js';
import type { MessageKey } from '../i18n/messages.js';
import { formatExact } from '../i18n/time-format.js';
import { useHead } from './head.js';
import { PageLink } from './page-link.js';
import { useI18n } from './services.js';
import { signInUrl, useSuspension } from './session.js';

interface Words {
  icon: IconName;
  title: MessageKey;
  text: MessageKey;
}

const WORDS: Record<number, Words> = {
  401: { icon: 'log-in', title: 'status.401.title', text: 'status.401.text' },
  403: { icon: 'shield', title: 'status.403.title', text: 'status.403.text' },
  404: { icon: 'search', title: 'status.404.title', text: 'status.404.text' },
  429: { icon: 'clock', title: 'status.429.title', text: 'status.429.text' },
};
const OFFLINE: Words = { icon: 'wifi-off', title: 'status.0.title', text: 'status.0.text' };
const FAILED: Words = { icon: 'triangle-exclamation-point', title: 'status.500.title', text: 'status.500.text' };

interface StatusProps {
  status: number;
  requestId: string | null;
}

/** A page that could not be shown: why, and what to do next. */
export function StatusPage(props: StatusProps) {
  const suspension = useSuspension();
  return suspension ? <SuspendedPage suspension={suspension} /> : <FailurePage {...props} />;
}

function FailurePage({ status, requestId }: StatusProps) {
  const { t } = useI18n();
  const { pathname, search } = useLocation();
  const words = status === 0 ? OFFLINE : (WORDS[status] ?? FAILED);
  useHead({ title: t(words.title), noIndex: true });
  return (
    <div className="state state-page">
      <Icon name={words.icon} />
      <h1>{t(words.title)}</h1>
      <p>{t(words.text)}</p>
      <div className="flex flex-wrap justify-center gap-2 mt-3">
        {status === 401 ? (
          <a className="button button-primary" href={signInUrl(pathname + search)}>
            {t('session.signIn')}
          </a>
        ) : status === 404 || status === 403 ? null : (
          <a className="button button-primary" href={pathname + search}>
            {t('action.retry')}
          </a>
        )}
        <PageLink className="button" to="/">
          {t('status.home')}
        </PageLink>
      </div>
      {requestId && <p className="state-code">{t('status.requestId', { id: requestId })}</p>}
    </div>
  );
}

const never = () => () => undefined;

/** A moment in the reader's own time zone; in UTC in the first rendering, which is the server's. */
function Moment({ at }: { at: string }) {
  const { language } = useI18n();
  const timeZone = useSyncExternalStore(never, () => Intl.DateTimeFormat().resolvedOptions().timeZone, () => 'UTC');
  return <time dateTime={at}>{formatExact(language, new Date(at), timeZone)}</time>;
}

/** What a suspended member sees in place of every page: until when, why, and the way to read on as a guest. */
function SuspendedPage({ suspension: { until, reason } }: { suspension: Suspension }) {
  const { t, rich } = useI18n();
  useHead({ title: t('suspended.title'), noIndex: true });
  return (
    <div className="state state-page" role="alert">
      <Icon name="shield" />
      <h1>{t('suspended.title')}</h1>
      <p>{until === null ? t('suspended.open') : rich('suspended.until', { time: <Moment at={until} /> })}</p>
      {reason && (
        <p className="notice notice-warning">
          <span>{rich('suspended.reason', { reason: <strong>{reason}</strong> })}</span>
        </p>
      )}
      <p>{t('suspended.next')}</p>
      <form method="post" action="/auth/logout" className="mt-3">
        <button type="submit" className="button button-primary">
          <Icon name="log-out" />
          {t('suspended.signOut')}
        </button>
      </form>
    </div>
  );
}
