import type { ServerResponse } from 'node:http';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { RenderedPage } from '../../pages/page.js';

/** Sends a page through Node's own response. */
export function sendPage(response: ServerResponse, page: RenderedPage): void {
  response.writeHead(page.status, { ...page.headers, 'content-length': Buffer.byteLength(page.body) });
  response.end(response.req.method === 'HEAD' ? undefined : page.body);
}

/** Sends a page through oidc-provider's context. */
export function sendKoaPage(ctx: KoaContextWithOIDC, page: RenderedPage): void {
  ctx.status = page.status;
  ctx.set(page.headers);
  ctx.body = page.body;
}

export function redirect(response: ServerResponse, location: string): void {
  response.writeHead(303, { location, 'cache-control': 'no-store', 'content-length': 0 });
  response.end();
}
