import { useLocation } from 'react-router';
import { useI18n } from '../../app/services.js';
import { Tabs } from '../../design/tabs.js';
import { SORTS, sortOf } from './questions.queries.js';

/** Address of the same list in another order, from its start. */
function sortUrl(pathname: string, search: URLSearchParams, sort: string): string {
  const params = new URLSearchParams(search);
  params.delete('cursor');
  if (sort === SORTS[0]) params.delete('sort');
  else params.set('sort', sort);
  const query = params.toString();
  return query === '' ? pathname : `${pathname}?${query}`;
}

/** The name of a list of questions and its orders. */
export function ListHead({ title, isPageTitle = true }: { title: string; isPageTitle?: boolean }) {
  const { t } = useI18n();
  const { pathname, search } = useLocation();
  const params = new URLSearchParams(search);
  const current = sortOf(params);
  const tabs = SORTS.map((sort) => ({ to: sortUrl(pathname, params, sort), label: t(`sort.${sort}`), current: sort === current }));
  return (
    <div className="page-head">
      {isPageTitle ? <h1>{title}</h1> : <h2>{title}</h2>}
      <Tabs label={t('sort.label')} tabs={tabs} />
    </div>
  );
}
