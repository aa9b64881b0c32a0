import { type QueryClient, useQuery } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { getSession } from '../api/account.api.js';
import type { Suspension } from '../api/api-error.js';
import type { Api } from '../api/http.js';
import type { Role, Session, SessionMember } from '../api/types.js';
import { useApi } from './services.js';

const KEY = ['session'];

/** Who is signed in; a suspended member is nobody, who can do nothing but sign out (known on the server only, when it renders). */
export interface Reader extends Session {
  suspension?: Suspension;
}

export const sessionQuery = (api: Api) => ({ queryKey: KEY, queryFn: (): Promise<Reader> => getSession(api), staleTime: Infinity, gcTime: Infinity });

export const knownMember = (queries: QueryClient): SessionMember | null => queries.getQueryData<Reader>(KEY)?.member ?? null;

const NOBODY: Reader = { member: null };

const ReaderContext = createContext<Reader>(NOBODY);

export const ReaderProvider = ReaderContext.Provider;

/** Reads who is signed in; once, for ReaderProvider. */
export const useReader = (): Reader => useQuery(sessionQuery(useApi())).data ?? NOBODY;

/** The signed-in member, or null. What they may do is the API's to say: this only decides what to offer. */
export const useMember = (): SessionMember | null => useContext(ReaderContext).member;

/** Why the reader is shut out; null for everybody else. */
export const useSuspension = (): Suspension | null => useContext(ReaderContext).suspension ?? null;

const RANK: Record<Role, number> = { learner: 0, moderator: 1, admin: 2 };

export function hasRole(member: SessionMember | null, role: Role): boolean {
  return member?.role ? RANK[member.role] >= RANK[role] : false;
}

export const signInUrl = (returnTo: string): string => `/auth/login?returnTo=${encodeURIComponent(returnTo)}`;

export const registerUrl = (returnTo: string): string => `/auth/register?returnTo=${encodeURIComponent(returnTo)}`;
