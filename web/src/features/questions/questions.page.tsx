import { useInfiniteQuery } from '@tanstack/react-query';
import { useHead } from '../../app/head.js';
import type { LoadContext } from '../../app/page-module.js';
import { cursorOf, nextOf } from '../../app/pages.js';
import { useApi, useI18n } from '../../app/services.js';
import { useSearch } from '../../app/use-search.js';
import { ListHead } from './list-head.js';
import { NoQuestions } from './no-questions.js';
import { PopularTags } from './popular-tags.js';
import { QuestionList } from './question-list.js';
import { filterOf, popularTags, questionPages } from './questions.queries.js';
import { TagFilter } from './tag-filter.js';

export async function load({ api, queries, search }: LoadContext): Promise<void> {
  await Promise.all([
    queries.fetchInfiniteQuery(questionPages(api, filterOf(search), cursorOf(search))),
    queries.prefetchQuery(popularTags(api)),
  ]);
}

export function Page() {
  const { t } = useI18n();
  const api = useApi();
  const search = useSearch();
  const filter = filterOf(search);
  const query = useInfiniteQuery(questionPages(api, filter, cursorOf(search)));
  const isFiltered = filter.tags !== undefined || filter.sort === 'unanswered';
  useHead({
    title: t('nav.questions'),
    description: t('questions.description'),
    canonical: '/questions',
    next: nextOf('/questions', search, query.data?.pages.at(-1)?.nextCursor),
  });
  return (
    <div className="page">
      <div className="column min-w-0">
        <ListHead title={t('nav.questions')} />
        <TagFilter />
        <QuestionList query={query} byActivity={filter.sort === 'active'} empty={<NoQuestions isFiltered={isFiltered} />} />
      </div>
      <aside className="aside" aria-label={t('aside.label')}>
        <PopularTags />
      </aside>
    </div>
  );
}
