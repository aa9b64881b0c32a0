import { type NewAccessToken, sessionsEndOne, sessionsEndOthers, sessionsList, sessionsShow, tokensList, tokensMake, tokensRemove } from '@cairn/sdk';
import { type Api, dataOf } from './http.js';

export const getSession = ({ client }: Api) => dataOf(sessionsShow({ client }));

export const listSessions = ({ client }: Api, signal?: AbortSignal) => dataOf(sessionsList({ client, signal }));

export const endSession = ({ client }: Api, id: string) => dataOf(sessionsEndOne({ client, path: { id } }));

/** Ends every session but this one. */
export const endOtherSessions = ({ client }: Api) => dataOf(sessionsEndOthers({ client }));

export const listTokens = ({ client }: Api, signal?: AbortSignal) => dataOf(tokensList({ client, signal }));

export const createToken = ({ client }: Api, body: NewAccessToken) => dataOf(tokensMake({ client, body }));

export const deleteToken = ({ client }: Api, id: string) => dataOf(tokensRemove({ client, path: { id } }));
