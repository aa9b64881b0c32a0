import type { Api } from './http.js';
import type { Page, Tag } from './types.js';

export const listTags = (api: Api, q?: string, limit?: number, cursor?: string, signal?: AbortSignal): Promise<Page<Tag>> =>
  api.call('GET', '/api/tags', { query: { q, limit, cursor }, signal });

export const getTag = (api: Api, slug: string, signal?: AbortSignal): Promise<Tag> => api.call('GET', `/api/tags/${encodeURIComponent(slug)}`, { signal });
