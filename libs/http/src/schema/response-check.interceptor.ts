import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { map, type Observable } from 'rxjs';
import type { z } from 'zod';
import { RETURNS } from './returns.decorator.js';

/** For tests: an answer that differs from its schema is a bug and becomes a 500. */
@Injectable()
export class ResponseCheckInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const schema = this.reflector.get<z.ZodType | undefined>(RETURNS, context.getHandler());
    if (!schema) return next.handle();
    return next.handle().pipe(map((body: unknown) => this.check(schema, body, context.getHandler().name)));
  }

  private check(schema: z.ZodType, body: unknown, handler: string): unknown {
    const result = schema.safeParse(JSON.parse(JSON.stringify(body)));
    if (!result.success) throw new Error(`answer of ${handler} differs from its schema: ${result.error.message}`);
    return body;
  }
}
