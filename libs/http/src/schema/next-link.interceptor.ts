import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Observable, tap } from 'rxjs';
import { SiteUrl } from '../site-url.js';

function nextCursorOf(body: unknown): string | null {
  const cursor = typeof body === 'object' && body !== null ? (body as { nextCursor?: unknown }).nextCursor : null;
  return typeof cursor === 'string' ? cursor : null;
}

/** Lists also name their next page in `Link: rel="next"` (RFC 8288), the same query with another cursor. */
@Injectable()
export class NextLinkInterceptor implements NestInterceptor {
  constructor(private readonly site: SiteUrl) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const http = context.switchToHttp();
    return next.handle().pipe(
      tap((body: unknown) => {
        const cursor = nextCursorOf(body);
        if (cursor !== null) http.getResponse<FastifyReply>().header('link', this.link(http.getRequest<FastifyRequest>(), cursor));
      }),
    );
  }

  private link(request: FastifyRequest, cursor: string): string {
    const [path = '', query = ''] = request.url.split('?');
    const parameters = new URLSearchParams(query);
    parameters.set('cursor', cursor);
    return `<${this.site.to(`${path}?${parameters.toString()}`)}>; rel="next"`;
  }
}
