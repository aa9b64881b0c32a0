import { questionExtrasListTags, questionExtrasTag } from '@cairn/sdk';
import { type Api, dataOf } from './http.js';

export const listTags = ({ client }: Api, q?: string, limit?: number, cursor?: string, signal?: AbortSignal) =>
  dataOf(questionExtrasListTags({ client, query: { q, limit, cursor }, signal }));

export const getTag = ({ client }: Api, slug: string, signal?: AbortSignal) => dataOf(questionExtrasTag({ client, path: { slug }, signal }));
