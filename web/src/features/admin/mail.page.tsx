import { useInfiniteQuery } from '@tanstack/react-query';
import { asApiError } from '../../api/api-error.js';
import type { Api } from '../../api/http.js';
import { listMail } from '../../api/moderation.api.js';
import { useHead } from '../../app/head.js';
import type { LoadContext } from '../../app/page-module.js';
import { pages } from '../../app/pages.js';
import { useApi, useI18n } from '../../app/services.js';
import { Status } from '../../app/status.js';
import { EmptyState } from '../../design/empty-state.js';
import { PagedList } from '../../design/paged-list.js';
import { TimeAgo } from '../../design/time-ago.js';
import { MailText } from './mail-text.js';
import './admin.css';

const mailPages = (api: Api) => pages(['mail'], undefined, (cursor, signal) => listMail(api, cursor, signal));

export async function load({ api, queries }: LoadContext): Promise<void> {
  await queries.fetchInfiniteQuery(mailPages(api));
}

/** Mail that was kept on this machine because no mail server is set. */
export function Page() {
  const { t } = useI18n();
  const query = useInfiniteQuery(mailPages(useApi()));
  useHead({ title: t('mail.title'), noIndex: true });
  if (query.error && asApiError(query.error).status === 403) return <Status status={403} />;
  return (
    <div className="page page-wide">
      <div className="column min-w-0">
        <div className="page-head">
          <h1>{t('mail.title')}</h1>
        </div>
        <p className="muted mb-4">{t('mail.about')}</p>
        <PagedList query={query} skeleton={<span className="skeleton h-48" />} empty={<EmptyState icon="mail" title={t('mail.none')} />}>
          {(messages) =>
            messages.map((message) => (
              <details key={message.id} className="card mail">
                <summary>
                  <strong>{message.subject}</strong>
                  <span className="muted small">
                    {t('mail.to', { to: message.to })} · <TimeAgo at={message.at} />
                  </span>
                </summary>
                <MailText text={message.text} />
              </details>
            ))
          }
        </PagedList>
      </div>
    </div>
  );
}
