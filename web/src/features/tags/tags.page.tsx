import { useInfiniteQuery } from '@tanstack/react-query';
import type { Api } from '../../api/http.js';
import { listTags } from '../../api/tags.api.js';
import type { Tag } from '../../api/types.js';
import { useHead } from '../../app/head.js';
import { PageLink } from '../../app/page-link.js';
import type { LoadContext } from '../../app/page-module.js';
import { cursorOf, nextOf, pages } from '../../app/pages.js';
import { useApi, useI18n } from '../../app/services.js';
import { useSearch } from '../../app/use-search.js';
import { EmptyState } from '../../design/empty-state.js';
import { FilterForm } from '../../design/filter-form.js';
import { PagedList } from '../../design/paged-list.js';
import './tags.css';

const PER_PAGE = 48;

const tagPages = (api: Api, q: string | undefined, first?: string) => pages(['tags', q], first, (cursor, signal) => listTags(api, q, PER_PAGE, cursor, signal));

const wordOf = (search: URLSearchParams): string | undefined => search.get('q')?.trim() || undefined;

export async function load({ api, queries, search }: LoadContext): Promise<void> {
  await queries.fetchInfiniteQuery(tagPages(api, wordOf(search), cursorOf(search)));
}

function TagCard({ tag }: { tag: Tag }) {
  const { t } = useI18n();
  return (
    <li className="card tag-card">
      <PageLink className="tag" to={`/tags/${encodeURIComponent(tag.slug)}`}>
        {tag.slug}
      </PageLink>
      {tag.description && <p className="muted small">{tag.description}</p>}
      <p className="muted small num">{t('tags.count', { count: tag.questionCount })}</p>
    </li>
  );
}

export function Page() {
  const { t } = useI18n();
  const search = useSearch();
  const q = wordOf(search);
  const query = useInfiniteQuery(tagPages(useApi(), q, cursorOf(search)));
  useHead({ title: t('nav.tags'), description: t('tags.about'), canonical: '/tags', next: nextOf('/tags', search, query.data?.pages.at(-1)?.nextCursor) });
  return (
    <div className="page page-wide">
      <div className="column min-w-0">
        <div className="page-head">
          <h1>{t('nav.tags')}</h1>
          <FilterForm action="/tags" label={t('tags.find')} value={q ?? ''} />
        </div>
        <p className="muted mb-4">{t('tags.about')}</p>
        <PagedList
          query={query}
          skeleton={<span className="skeleton h-96" />}
          empty={<EmptyState icon="tag" title={t(q ? 'tags.noneMatch' : 'tags.none')} />}
        >
          {(tags) => (
            <ul className="card-grid">
              {tags.map((tag) => (
                <TagCard key={tag.slug} tag={tag} />
              ))}
            </ul>
          )}
        </PagedList>
      </div>
    </div>
  );
}
