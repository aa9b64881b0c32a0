import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { asApiError } from '../../api/api-error.js';
import type { Api } from '../../api/http.js';
import { listRevisions } from '../../api/questions.api.js';
import { useHead } from '../../app/head.js';
import { PageLink } from '../../app/page-link.js';
import type { LoadContext } from '../../app/page-module.js';
import { pages } from '../../app/pages.js';
import { useApi, useI18n } from '../../app/services.js';
import { Status } from '../../app/status.js';
import { PagedList } from '../../design/paged-list.js';
import { TimeAgo } from '../../design/time-ago.js';
import { questionQuery } from './question.queries.js';
import { questionUrl } from './question-url.js';
import './revisions.css';

const revisionPages = (api: Api, id: string) => pages(['revisions', id], undefined, (cursor, signal) => listRevisions(api, id, cursor, signal));

export async function load({ api, queries, params }: LoadContext): Promise<void> {
  const id = params['id']!;
  await Promise.all([queries.fetchQuery(questionQuery(api, id)), queries.fetchInfiniteQuery(revisionPages(api, id))]);
}

/** Every version of a question, the newest first. */
export function Page() {
  const { t, rich } = useI18n();
  const api = useApi();
  const id = useParams()['id']!;
  const question = useQuery(questionQuery(api, id));
  const query = useInfiniteQuery(revisionPages(api, id));
  useHead({ title: t('revisions.title', { title: question.data?.title ?? '' }), noIndex: true });
  if (question.isError) return <Status status={asApiError(question.error).status} requestId={asApiError(question.error).requestId} />;
  return (
    <div className="page">
      <div className="column min-w-0">
        <div className="page-head">
          <h1>{t('revisions.heading')}</h1>
          {question.data && (
            <PageLink className="link" to={questionUrl(question.data)}>
              {t('revisions.back')}
            </PageLink>
          )}
        </div>
        <PagedList query={query} empty={null} skeleton={<span className="skeleton h-48" />}>
          {(revisions) =>
            revisions.map((revision) => (
              <article key={revision.version} className="revision card">
                <p className="muted small">
                  {t('revisions.version', { version: revision.version })} · {rich('question.asked', { time: <TimeAgo at={revision.createdAt} /> })}
                </p>
                {revision.title && <h2>{revision.title}</h2>}
                <div className="prose" dangerouslySetInnerHTML={{ __html: revision.bodyHtml }} />
              </article>
            ))
          }
        </PagedList>
      </div>
    </div>
  );
}
