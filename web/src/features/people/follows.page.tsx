import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { ApiError, asApiError } from '../../api/api-error.js';
import { useHead } from '../../app/head.js';
import { PageLink } from '../../app/page-link.js';
import type { LoadContext } from '../../app/page-module.js';
import { cursorOf } from '../../app/pages.js';
import { useApi, useI18n } from '../../app/services.js';
import { useSearch } from '../../app/use-search.js';
import { Status } from '../../app/status.js';
import { EmptyState } from '../../design/empty-state.js';
import { PagedList } from '../../design/paged-list.js';
import { MemberCard } from './member-card.js';
import { followPages, profileQuery } from './people.queries.js';
import '../../design/filter-form.css';
import './people.css';

const sideOf = (side: string | undefined): 'followers' | 'following' | null => (side === 'followers' || side === 'following' ? side : null);

export async function load({ api, queries, params, search }: LoadContext): Promise<void> {
  const handle = params['handle']!;
  const side = sideOf(params['side']);
  if (!side) throw new ApiError(404, 'CLIENT.NO_PAGE', null, null);
  await Promise.all([queries.fetchQuery(profileQuery(api, handle)), queries.prefetchInfiniteQuery(followPages(api, handle, side, cursorOf(search)))]);
}

function Follows({ handle, side }: { handle: string; side: 'followers' | 'following' }) {
  const { t } = useI18n();
  const api = useApi();
  const search = useSearch();
  const profile = useQuery(profileQuery(api, handle));
  const query = useInfiniteQuery(followPages(api, handle, side, cursorOf(search)));
  const name = profile.data?.displayName ?? handle;
  useHead({ title: t(`people.${side}Of`, { name }), noIndex: true });
  if (profile.isError) return <Status status={asApiError(profile.error).status} />;
  return (
    <div className="page page-wide">
      <div className="column min-w-0">
        <div className="page-head mb-4">
          <h1>{t(`people.${side}Of`, { name })}</h1>
          <PageLink className="link" to={`/users/${handle}`}>
            {t('people.back')}
          </PageLink>
        </div>
        <PagedList query={query} skeleton={<span className="skeleton h-48" />} empty={<EmptyState icon="users" title={t('people.nobody')} />}>
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

export function Page() {
  const params = useParams();
  const side = sideOf(params['side']);
  return side ? <Follows key={side} handle={params['handle']!} side={side} /> : <Status status={404} />;
}
