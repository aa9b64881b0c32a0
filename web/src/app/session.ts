import { type QueryClient, useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { getSession } from '../api/account.api.js';
import type { Api } from '../api/http.js';
import type { Role, Session, SessionMember } from '../api/types.js';
import { useApi } from './services.js';

const KEY = ['session'];

export const sessionQuery = (api: Api) => ({ queryKey: KEY, queryFn: () => getSession(api), staleTime: Infinity, gcTime: Infinity });

export const knownMember = (queries: QueryClient): SessionMember | null => queries.getQueryData<Session>(KEY)?.member ?? null;

const MemberContext = createContext<SessionMember | null>(null);

export const MemberProvider = MemberContext.Provider;

/** Reads who is signed in; once, for MemberProvider. */
export function useSessionMember(): SessionMember | null {
  return useQuery(sessionQuery(useApi())).data?.member ?? null;
}

/** The signed-in member, or null. What they may do is the API's to say: this only decides what to offer. */
export const useMember = (): SessionMember | null => useContext(MemberContext);

const RANK: Record<Role, number> = { learner: 0, moderator: 1, admin: 2 };

export function hasRole(member: SessionMember | null, role: Role): boolean {
  return member?.role ? RANK[member.role] >= RANK[role] : false;
}

export const signInUrl = (returnTo: string): string => `/auth/login?returnTo=${encodeURIComponent(returnTo)}`;

export const registerUrl = (returnTo: string): string => `/auth/register?returnTo=${encodeURIComponent(returnTo)}`;
