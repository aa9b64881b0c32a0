import { type ProfileChange, usersErase, usersFollow, usersFollowers, usersFollowing, usersList, usersMe, usersShow, usersUnfollow, usersUpdate } from '@cairn/sdk';
import { type Api, dataOf, taggedOf } from './http.js';

export type { ProfileChange };

const PER_PAGE = 36;

type Signal = AbortSignal | undefined;

export const listMembers = ({ client }: Api, q?: string, cursor?: string, signal?: Signal) => dataOf(usersList({ client, query: { q, limit: PER_PAGE, cursor }, signal }));

export const getProfile = ({ client }: Api, handle: string, signal?: Signal) => dataOf(usersShow({ client, path: { handle }, signal }));

export const listFollows = ({ client }: Api, handle: string, side: 'followers' | 'following', cursor?: string, signal?: Signal) =>
  dataOf((side === 'followers' ? usersFollowers : usersFollowing)({ client, path: { handle }, query: { limit: PER_PAGE, cursor }, signal }));

export const follow = ({ client }: Api, handle: string, on: boolean) => dataOf((on ? usersFollow : usersUnfollow)({ client, path: { handle } }));

export const getOwnProfile = ({ client }: Api) => taggedOf(usersMe({ client }));

export const changeProfile = ({ client }: Api, body: ProfileChange, etag: string | null) =>
  dataOf(usersUpdate({ client, body, headers: { 'if-match': etag ?? undefined } }));

export const eraseAccount = ({ client }: Api) => dataOf(usersErase({ client }));
