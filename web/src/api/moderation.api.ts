import { moderationList, moderationRestore, moderationSetAnswerState, moderationSetCommentState, moderationSetQuestionState, moderationSuspend } from '@cairn/sdk';
import { type Api, dataOf } from './http.js';
import type { Page, SentMail, TargetType } from './types.js';

const SET_STATE = { question: moderationSetQuestionState, answer: moderationSetAnswerState, comment: moderationSetCommentState };

export const setState = ({ client }: Api, type: TargetType, id: string, state: 'hidden' | 'live', reason: string) =>
  dataOf(SET_STATE[type]({ client, path: { id }, body: { state, reason } }));

export const suspendMember = ({ client }: Api, handle: string, reason: string) => dataOf(moderationSuspend({ client, path: { handle }, body: { reason } }));

export const restoreMember = ({ client }: Api, handle: string) => dataOf(moderationRestore({ client, path: { handle }, body: {} }));

export const listAudit = ({ client }: Api, cursor?: string, signal?: AbortSignal) => dataOf(moderationList({ client, query: { cursor }, signal }));

export const listMail = ({ client }: Api, cursor?: string, signal?: AbortSignal): Promise<Page<SentMail>> =>
  dataOf(client.get<{ 200: Page<SentMail> }, unknown, true>({ url: '/api/admin/mail', query: { cursor }, signal }) as Promise<{ data: Page<SentMail> }>);
