import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '#libs/kernel';
import { type LimitDefinition, RateLimiter } from '#libs/rate-limit';
import { RATE_LIMITED } from '../problem/http.errors.js';
import { READS, takeOne, WRITES } from './general-limits.js';
import { Limited } from './limited.js';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Runs after the access guard: refuses who asks too often, with the limit's name in the answer. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly limiter: RateLimiter,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    await this.take(SAFE.has(request.method) ? READS : WRITES, request, reply);
    const own = this.reflector.get(Limited, context.getHandler());
    if (own) await this.take(own, request, reply);
    return true;
  }

  private async take(limit: LimitDefinition, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const verdict = await takeOne(this.limiter, limit, request, reply);
    if (verdict.allowed) return;
    throw new AppError(RATE_LIMITED, {
      detail: `No more than ${verdict.limit} in ${limit.perSeconds} seconds here`,
      retryAfter: verdict.retryAfterSeconds,
      extensions: { scope: limit.name },
    });
  }
}
