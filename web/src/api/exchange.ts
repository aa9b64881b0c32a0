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
