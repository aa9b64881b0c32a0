import { useInfiniteQuery } from '@tanstack/react-query';
import { useHead } from '../../app/head.js';
import type { LoadContext } from '../../app/page-module.js';
import { cursorOf, nextOf } from '../../app/pages.js';
import { useApi, useI18n } from '../../app/services.js';
import { useSearch } from '../../app/use-search.js';
import { EmptyState } from '../../design/empty-state.js';
import { FilterForm } from '../../design/filter-form.js';
import { PagedList } from '../../design/paged-list.js';
import { MemberCard } from './member-card.js';
import { memberPages } from './people.queries.js';
import './people.css';

const wordOf = (search: URLSearchParams): string | undefined => search.get('q')?.trim() || undefined;

export async function load({ api, queries, search }: LoadContext): Promise<void> {
  await queries.fetchInfiniteQuery(memberPages(api, wordOf(search), cursorOf(search)));
}

export function Page() {
  const { t } = useI18n();
  const search = useSearch();
  const q = wordOf(search);
  const query = useInfiniteQuery(memberPages(useApi(), q, cursorOf(search)));
  useHead({ title: t('nav.people'), description: t('people.about'), canonical: '/users', next: nextOf('/users', search, query.data?.pages.at(-1)?.nextCursor) });
  return (
    <div className="page page-wide">
      <div className="column min-w-0">
        <div className="page-head mb-4">
          <h1>{t('nav.people')}</h1>
          <FilterForm action="/users" label={t('people.find')} value={q ?? ''} />
        </div>
        <PagedList query={query} skeleton={<span className="skeleton h-96" />} empty={<EmptyState icon="users" title={t('people.none')} />}>
          {(members) => (
            <ul className="card-grid">
              {members.map((member) => (
                <MemberCard key={member.handle} member={member} />
              ))}
            </ul>
          )}
        </PagedList>
      </div>
    </div>
  );
}
