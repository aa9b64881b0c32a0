import { useInfiniteQuery } from '@tanstack/react-query';
import { PageLink } from '../../app/page-link.js';
import { cursorOf } from '../../app/pages.js';
import { useApi, useI18n } from '../../app/services.js';
import { useSearch } from '../../app/use-search.js';
import { EmptyState } from '../../design/empty-state.js';
import { PagedList } from '../../design/paged-list.js';
import { TimeAgo } from '../../design/time-ago.js';
import { answersByPages } from './people.queries.js';

/** A person's answers, under the titles of their questions. */
export function AnswerList({ handle }: { handle: string }) {
  const { t } = useI18n();
  const search = useSearch();
  const query = useInfiniteQuery(answersByPages(useApi(), handle, cursorOf(search)));
  return (
    <PagedList query={query} skeleton={<span className="skeleton h-48" />} empty={<EmptyState icon="message-square" title={t('people.noAnswers')} />}>
      {(hits) => (
        <ul className="answer-list">
          {hits.map((hit) => (
            <li key={hit.id} data-stop>
              <PageLink to={hit.url}>{hit.title}</PageLink>
              <p dangerouslySetInnerHTML={{ __html: hit.excerptHtml }} />
              <p>
                {t('count.score', { count: hit.score })} · <TimeAgo at={hit.createdAt} />
              </p>
            </li>
          ))}
        </ul>
      )}
    </PagedList>
  );
}
