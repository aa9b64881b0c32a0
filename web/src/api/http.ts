import type { Client } from '@cairn/sdk';
import { ApiError, problemOf } from './api-error.js';
import type { ApiRequest, ApiResponse, Send } from './exchange.js';

/** What a function of the SDK hands to its client. */
interface SdkCall {
  url: string;
  path?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
  headers?: Record<string, string | undefined>;
  signal?: AbortSignal | null;
}

interface SdkAnswer {
  data: unknown;
  response: ApiResponse;
}

/**
 * The API as the pages ask it: every function of the generated SDK takes `client`. Calls reject with ApiError on each answer that is
 * not a success, and with status 0 when there was none. (The SDK's own client is for programs elsewhere: tokens, streams, base addresses.)
 */
export class Api {
  readonly client: Client;

  /** @param onSuspended called when the API refuses the reader because their account was suspended */
  constructor(
    private readonly send: Send,
    private readonly onSuspended?: () => void,
  ) {
    const method = (name: string) => (call: SdkCall) => this.call(name, call);
    this.client = { get: method('GET'), post: method('POST'), put: method('PUT'), patch: method('PATCH'), delete: method('DELETE') } as unknown as Client;
  }

  private async call(method: string, { url, path = {}, query, body, headers, signal }: SdkCall): Promise<SdkAnswer> {
    const place = url.replace(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(String(path[name])));
    const request: ApiRequest = { method, headers: { accept: 'application/json' }, ...(signal ? { signal } : {}) };
    if (body !== undefined) request.body = JSON.stringify(body);
    for (const [name, value] of Object.entries(headers ?? {})) if (value && (request.body !== undefined || name !== 'Content-Type')) request.headers[name] = value;
    const response = await this.answer(place + queryString(query), request);
    const text = await response.text();
    if (response.status >= 400) {
      const problem = problemOf(response, text);
      if (problem.code === 'AUTH.SUSPENDED') this.onSuspended?.();
      throw problem;
    }
    return { data: text === '' ? undefined : JSON.parse(text), response };
  }

  private async answer(path: string, request: ApiRequest): Promise<ApiResponse> {
    try {
      return await this.send(path, request);
    } catch (error) {
      if (error instanceof Error && error.name === 'AbortError') throw error;
      throw new ApiError(0, 'CLIENT.UNREACHABLE', null, null);
    }
  }
}

function queryString(query: SdkCall['query']): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const item of Array.isArray(value) ? value : [value]) if (item !== undefined && item !== '') params.append(name, String(item));
  }
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

/** What an answer holds. */
export const dataOf = async <T>(answer: Promise<{ data: T }>): Promise<T> => (await answer).data;

/** A thing with the ETag it came under, for changing it later. */
export interface Tagged<T> {
  value: T;
  etag: string | null;
}

export async function taggedOf<T>(answer: Promise<{ data: T; response: { headers: { get(name: string): string | null } } }>): Promise<Tagged<T>> {
  const { data, response } = await answer;
  return { value: data, etag: response.headers.get('etag') };
}
