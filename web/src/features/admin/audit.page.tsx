import { useInfiniteQuery } from '@tanstack/react-query';
import { asApiError } from '../../api/api-error.js';
import type { Api } from '../../api/http.js';
import { listAudit } from '../../api/moderation.api.js';
import { useHead } from '../../app/head.js';
import type { LoadContext } from '../../app/page-module.js';
import { pages } from '../../app/pages.js';
import { useApi, useI18n } from '../../app/services.js';
import { Status } from '../../app/status.js';
import { EmptyState } from '../../design/empty-state.js';
import { MemberName } from '../../design/member-name.js';
import { PagedList } from '../../design/paged-list.js';
import { TimeAgo } from '../../design/time-ago.js';
import { TargetLink } from './target-link.js';
import './admin.css';

const auditPages = (api: Api) => pages(['audit'], undefined, (cursor, signal) => listAudit(api, cursor, signal));

export async function load({ api, queries }: LoadContext): Promise<void> {
  await queries.fetchInfiniteQuery(auditPages(api));
}

/** What moderators did, to what, and why. */
export function Page() {
  const { t } = useI18n();
  const query = useInfiniteQuery(auditPages(useApi()));
  useHead({ title: t('audit.title'), noIndex: true });
  if (query.error && asApiError(query.error).status === 403) return <Status status={403} />;
  return (
    <div className="page page-wide">
      <div className="column min-w-0">
        <div className="page-head">
          <h1>{t('audit.title')}</h1>
        </div>
        <p className="muted mb-4">{t('audit.about')}</p>
        <PagedList query={query} skeleton={<span className="skeleton h-48" />} empty={<EmptyState icon="scroll-text" title={t('audit.none')} />}>
          {(entries) => (
            <ul className="card">
              {entries.map((entry) => (
                <li key={entry.id} className="audit-row">
                  <span className="muted small">
                    <TimeAgo at={entry.at} />
                  </span>
                  <span>{entry.actor ? <MemberName member={entry.actor} /> : t('audit.system')}</span>
                  <code>{entry.action}</code>
                  <TargetLink target={entry.target} />
                  <span className="muted">{entry.reason}</span>
                </li>
              ))}
            </ul>
          )}
        </PagedList>
      </div>
    </div>
  );
}
