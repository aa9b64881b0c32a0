import type { IncomingMessage, ServerResponse } from 'node:http';

/** A request for one of the issuer's own pages. */
export interface PageRequest {
  request: IncomingMessage;
  response: ServerResponse;
  /** Below the realm, without query. */
  path: string;
  query: URLSearchParams;
  ip: string;
  publicUrl: string;
  /** Present on POST: read, and sent by a page of our own origin. */
  form?: URLSearchParams;
}
