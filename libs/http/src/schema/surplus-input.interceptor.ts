import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { AppError, type FieldError } from '#libs/kernel';
import { UnreadableBody } from '../edge/unreadable-body.js';
import { REQUEST_INVALID } from '../problem/http.errors.js';
import { pointerTo } from './json-pointer.js';

const KINDS = [
  { kind: RouteParamtypes.QUERY, prefix: '/query', read: (request: FastifyRequest) => request.query },
  { kind: RouteParamtypes.BODY, prefix: '', read: (request: FastifyRequest) => request.body },
];

/** Query and body of an API route that takes none must be empty: unknown members are refused everywhere, not only where a schema stands (DESIGN §5). So must a body be readable. */
@Injectable()
export class SurplusInputInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.getType() === 'http' ? context.switchToHttp().getRequest<FastifyRequest>() : undefined;
    if (request?.routeOptions.url?.startsWith('/api/')) this.check(request, this.taken(context));
    return next.handle();
  }

  private check(request: FastifyRequest, taken: ReadonlySet<number>): void {
    if (request.body instanceof UnreadableBody) throw request.body.reason;
    if (taken.has(RouteParamtypes.REQUEST)) return;
    const errors: FieldError[] = KINDS.filter(({ kind }) => !taken.has(kind)).flatMap(({ prefix, read }) =>
      Object.keys(read(request) ?? {}).slice(0, 20).map((key) => ({ pointer: pointerTo(prefix, key), code: 'unrecognized_keys', message: 'is not known here' })),
    );
    if (errors.length > 0) throw new AppError(REQUEST_INVALID, { detail: errors.map(({ pointer, message }) => `${pointer} ${message}`).join('; ').slice(0, 500), errors });
  }

  /** Nest keeps a handler's parameters under keys of the form `kind:index`. */
  private taken(context: ExecutionContext): Set<number> {
    const parameters = Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), context.getHandler().name) as Record<string, unknown> | undefined;
    return new Set(Object.keys(parameters ?? {}).map((key) => Number.parseInt(key, 10)));
  }
}
