import type { Api } from './http.js';
import type { AuditEntry, ContentState, Page, SentMail, TargetType } from './types.js';

export const setState = (api: Api, type: TargetType, id: string, state: 'hidden' | 'live', reason: string): Promise<{ id: string; state: ContentState }> =>
  api.call('PUT', `/api/admin/${type}s/${id}/state`, { body: { state, reason } });

export const suspendMember = (api: Api, handle: string, reason: string, until?: string): Promise<unknown> =>
  api.call('POST', `/api/admin/users/${encodeURIComponent(handle)}/suspend`, { body: { reason, ...(until ? { until } : {}) } });

export const restoreMember = (api: Api, handle: string): Promise<unknown> =>
  api.call('POST', `/api/admin/users/${encodeURIComponent(handle)}/restore`);

export const listAudit = (api: Api, cursor?: string, signal?: AbortSignal): Promise<Page<AuditEntry>> =>
  api.call('GET', '/api/admin/audit', { query: { cursor }, signal });

export const listMail = (api: Api, cursor?: string, signal?: AbortSignal): Promise<Page<SentMail>> =>
  api.call('GET', '/api/admin/mail', { query: { cursor }, signal });
