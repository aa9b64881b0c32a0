import type { Api, Tagged } from './http.js';
import type { ListedMember, MemberCard, OwnProfile, Page, Profile } from './types.js';

type Signal = AbortSignal | undefined;

export interface ProfileChange {
  displayName?: string;
  handle?: string;
  bio?: string;
  location?: string;
  website?: string;
}

export const listMembers = (api: Api, q?: string, cursor?: string, signal?: Signal): Promise<Page<ListedMember>> =>
  api.call('GET', '/api/users', { query: { q, limit: 36, cursor }, signal });

export const getProfile = (api: Api, handle: string, signal?: Signal): Promise<Profile> =>
  api.call('GET', `/api/users/${encodeURIComponent(handle)}`, { signal });

export const listFollows = (api: Api, handle: string, side: 'followers' | 'following', cursor?: string, signal?: Signal): Promise<Page<MemberCard>> =>
  api.call('GET', `/api/users/${encodeURIComponent(handle)}/${side}`, { query: { limit: 36, cursor }, signal });

export const follow = (api: Api, handle: string, on: boolean): Promise<null> =>
  api.call(on ? 'PUT' : 'DELETE', `/api/users/${encodeURIComponent(handle)}/follow`);

export const getOwnProfile = (api: Api): Promise<Tagged<OwnProfile>> => api.tagged('GET', '/api/users/me');

export const changeProfile = (api: Api, change: ProfileChange, ifMatch?: string): Promise<OwnProfile> =>
  api.call('PATCH', '/api/users/me', { body: change, ifMatch });

export const eraseAccount = (api: Api): Promise<null> => api.call('DELETE', '/api/users/me');
