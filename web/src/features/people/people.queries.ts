import type { Api } from '../../api/http.js';
import { search } from '../../api/search.api.js';
import { getProfile, listFollows, listMembers } from '../../api/users.api.js';
import { pages } from '../../app/pages.js';

export const memberPages = (api: Api, q: string | undefined, first?: string) => pages(['members', q], first, (cursor, signal) => listMembers(api, q, cursor, signal));

export const profileQuery = (api: Api, handle: string) => ({
  queryKey: ['profile', handle],
  queryFn: ({ signal }: { signal: AbortSignal }) => getProfile(api, handle, signal),
});

export const followPages = (api: Api, handle: string, side: 'followers' | 'following', first?: string) =>
  pages(['follows', handle, side], first, (cursor, signal) => listFollows(api, handle, side, cursor, signal));

/** The answers of a person: the search by author gives them with the title of their question. */
export const answersByPages = (api: Api, handle: string, first?: string) =>
  pages(['answers-by', handle], first, (cursor, signal) => search(api, { q: `user:${handle}`, type: 'answer', sort: 'new' }, cursor, signal));
