import { ApiError, problemOf } from './api-error.js';

/** The part of `Response` that the client reads; the server answers with one made from an in-process request. */
export interface ApiResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}

export interface ApiRequest {
  method: string;
  headers: Record<string, string>;
  body?: string;
  signal?: AbortSignal;
}

/** Sends one request to a path of this site: `fetch` in the browser, an injected request on the server. */
export type Send = (path: string, request: ApiRequest) => Promise<ApiResponse>;

export type QueryValue = string | number | undefined | readonly string[];

export interface CallOptions {
  query?: Readonly<Record<string, QueryValue>>;
  body?: unknown;
  /** ETag of what the caller has seen; another version answers 412. */
  ifMatch?: string | undefined;
  /** Makes a creating call safe to repeat: the same key creates once. */
  idempotencyKey?: string;
  signal?: AbortSignal | undefined;
}

export interface Tagged<T> {
  value: T;
  etag: string | null;
}

/** Calls the API. Rejects with `ApiError` on every answer that is not 2xx, and with status 0 when there was none. */
export class Api {
  constructor(private readonly send: Send) {}

  async call<T>(method: string, path: string, options: CallOptions = {}): Promise<T> {
    return (await this.tagged<T>(method, path, options)).value;
  }

  /** Like `call`, with the ETag of the answer for a later `ifMatch`. */
  async tagged<T>(method: string, path: string, options: CallOptions = {}): Promise<Tagged<T>> {
    const response = await this.answer(path + queryString(options.query), requestOf(method, options));
    const text = await response.text();
    if (response.status >= 400) throw problemOf(response, text);
    return { value: (text === '' ? null : JSON.parse(text)) as T, etag: response.headers.get('etag') };
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

function requestOf(method: string, options: CallOptions): ApiRequest {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (options.body !== undefined) headers['content-type'] = 'application/json';
  if (options.ifMatch) headers['if-match'] = options.ifMatch;
  if (options.idempotencyKey) headers['idempotency-key'] = options.idempotencyKey;
  return { method, headers, body: options.body === undefined ? undefined : JSON.stringify(options.body), signal: options.signal };
}

function queryString(query: CallOptions['query']): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (typeof value === 'object') for (const item of value) params.append(name, item);
    else if (value !== undefined && value !== '') params.append(name, String(value));
  }
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}
