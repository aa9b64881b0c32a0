import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { asApiError } from '../../api/api-error.js';
import type { Api } from '../../api/http.js';
import { getTag } from '../../api/tags.api.js';
import { useHead } from '../../app/head.js';
import type { LoadContext } from '../../app/page-module.js';
import { cursorOf, nextOf } from '../../app/pages.js';
import { useApi, useI18n } from '../../app/services.js';
import { useSearch } from '../../app/use-search.js';
import { Status } from '../../app/status.js';
import { ListHead } from './list-head.js';
import { NoQuestions } from './no-questions.js';
import { PopularTags } from './popular-tags.js';
import { QuestionList } from './question-list.js';
import { popularTags, questionPages, sortOf } from './questions.queries.js';

const tagQuery = (api: Api, slug: string) => ({ queryKey: ['tag', slug], queryFn: ({ signal }: { signal: AbortSignal }) => getTag(api, slug, signal) });

export async function load({ api, queries, params, search }: LoadContext): Promise<void> {
  const slug = params['slug']!;
  await Promise.all([
    queries.fetchQuery(tagQuery(api, slug)),
    queries.prefetchInfiniteQuery(questionPages(api, { sort: sortOf(search), tags: [slug] }, cursorOf(search))),
    queries.prefetchQuery(popularTags(api)),
  ]);
}

export function Page() {
  const { t } = useI18n();
  const api = useApi();
  const slug = useParams()['slug']!;
  const search = useSearch();
  const sort = sortOf(search);
  const tag = useQuery(tagQuery(api, slug));
  const query = useInfiniteQuery(questionPages(api, { sort, tags: [slug] }, cursorOf(search)));
  const path = `/tags/${encodeURIComponent(slug)}`;
  useHead({
    title: t('tags.title', { tag: slug }),
    description: tag.data?.description ?? t('tags.description', { tag: slug }),
    canonical: path,
    next: nextOf(path, search, query.data?.pages.at(-1)?.nextCursor),
  });
  if (tag.isError) return <Status status={asApiError(tag.error).status} requestId={asApiError(tag.error).requestId} />;
  return (
    <div className="page">
      <div className="column min-w-0">
        <ListHead title={t('tags.title', { tag: slug })} />
        <p className="muted mb-3">
          {tag.data?.description || t('tags.noDescription')} {tag.data && t('tags.count', { count: tag.data.questionCount })}
        </p>
        <QuestionList query={query} byActivity={sort === 'active'} empty={<NoQuestions isFiltered />} />
      </div>
      <aside className="aside" aria-label={t('aside.label')}>
        <PopularTags />
      </aside>
    </div>
  );
}
