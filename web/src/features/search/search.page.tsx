import { useInfiniteQuery } from '@tanstack/react-query';
import type { SearchFilter } from '../../api/search.api.js';
import { useHead } from '../../app/head.js';
import type { LoadContext } from '../../app/page-module.js';
import { cursorOf } from '../../app/pages.js';
import { useApi, useI18n } from '../../app/services.js';
import { useSearch } from '../../app/use-search.js';
import { EmptyState } from '../../design/empty-state.js';
import { Icon } from '../../design/icon.js';
import { PagedList } from '../../design/paged-list.js';
import { Tabs } from '../../design/tabs.js';
import { OperatorsHelp } from './operators-help.js';
import { SearchHit } from './search-hit.js';
import { searchOf, searchPages, searchUrl, SORTS, TYPES } from './search.queries.js';
import './search.css';
import '../../design/input.css';

export async function load({ api, queries, search }: LoadContext): Promise<void> {
  const filter = searchOf(search);
  if (filter.q !== '') await queries.fetchInfiniteQuery(searchPages(api, filter, cursorOf(search)));
}

function Skeleton() {
  return (
    <div className="flex flex-col gap-3 py-2">
      {Array.from({ length: 6 }, (_, index) => (
        <span key={index} className="skeleton h-24" />
      ))}
    </div>
  );
}

function Results({ filter }: { filter: SearchFilter }) {
  const { t } = useI18n();
  const params = useSearch();
  const query = useInfiniteQuery(searchPages(useApi(), filter, cursorOf(params)));
  const first = query.data?.pages[0];
  return (
    <>
      {first?.degraded && (
        <p className="notice notice-warning mb-3">
          <Icon name="triangle-exclamation-point" />
          {t('search.degraded')}
        </p>
      )}
      {first?.fuzzy && first.items.length > 0 && <p className="notice mb-3">{t('search.fuzzy', { words: filter.q })}</p>}
      <PagedList query={query} skeleton={<Skeleton />} empty={<EmptyState icon="search" title={t('search.none', { words: filter.q })}><p>{t('search.noneText')}</p></EmptyState>}>
        {(hits) => hits.map((hit) => <SearchHit key={`${hit.type}:${hit.id}`} hit={hit} />)}
      </PagedList>
    </>
  );
}

export function Page() {
  const { t } = useI18n();
  const params = useSearch();
  const filter = searchOf(params);
  const isEmpty = filter.q === '';
  useHead({ title: isEmpty ? t('nav.search') : t('search.for', { words: filter.q }), canonical: '/search', noIndex: true });
  const types = [undefined, ...TYPES].map((type) => ({ to: searchUrl(params, 'type', type), label: t(`search.type.${type ?? 'all'}`), current: filter.type === type }));
  const sorts = SORTS.map((sort, index) => ({
    to: searchUrl(params, 'sort', index === 0 ? undefined : sort),
    label: t(`search.sort.${sort}`),
    current: (filter.sort ?? SORTS[0]) === sort,
  }));
  return (
    <div className="page">
      <div className="column min-w-0">
        <div className="page-head">
          <h1>{isEmpty ? t('nav.search') : t('search.for', { words: filter.q })}</h1>
        </div>
        <form action="/search" className="search-form">
          <input className="input" type="search" name="q" defaultValue={filter.q} key={filter.q} maxLength={200} aria-label={t('search.words')} placeholder={t('search.placeholder')} />
          <button type="submit" className="button button-primary">
            {t('nav.search')}
          </button>
        </form>
        {!isEmpty && (
          <div className="search-filters">
            <Tabs label={t('search.type.label')} tabs={types} />
            <Tabs label={t('sort.label')} tabs={sorts} />
          </div>
        )}
        {isEmpty ? (
          <EmptyState icon="search" title={t('search.start')}>
            <p>{t('search.startText')}</p>
          </EmptyState>
        ) : (
          <Results filter={filter} />
        )}
      </div>
      <aside className="aside" aria-label={t('aside.label')}>
        <OperatorsHelp />
      </aside>
    </div>
  );
}
