import type { Api } from './http.js';
import type { AccessToken, CreatedToken, Page, Session, TokenScope, WebSession } from './types.js';

export interface TokenRequest {
  name: string;
  scopes: TokenScope[];
  expiresInDays?: number;
}

export const getSession = (api: Api): Promise<Session> => api.call('GET', '/api/session');

export const listSessions = (api: Api, signal?: AbortSignal): Promise<{ items: WebSession[] }> => api.call('GET', '/api/sessions', { signal });

export const endSession = (api: Api, id: string): Promise<null> => api.call('DELETE', `/api/sessions/${id}`);

/** Ends every session but this one. */
export const endOtherSessions = (api: Api): Promise<null> => api.call('DELETE', '/api/sessions');

export const listTokens = (api: Api, signal?: AbortSignal): Promise<Page<AccessToken>> => api.call('GET', '/api/tokens', { signal });

export const createToken = (api: Api, request: TokenRequest): Promise<CreatedToken> => api.call('POST', '/api/tokens', { body: request });

export const deleteToken = (api: Api, id: string): Promise<null> => api.call('DELETE', `/api/tokens/${id}`);
