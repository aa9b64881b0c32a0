import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '#libs/kernel';
import { defineLimit, type LimitDefinition, RateLimiter, type Verdict } from '#libs/rate-limit';
import { RATE_LIMITED } from '../problem/http.errors.js';
import { Limited } from './limited.js';

/** A classroom behind one address must be able to read; a script must not be able to write all day. */
const READS = defineLimit('http.read', { allowance: 1_200, perSeconds: 60 });
const WRITES = defineLimit('http.write', { allowance: 120, perSeconds: 60 });

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/** RateLimit header fields (draft-ietf-httpapi-ratelimit-headers-10). */
function announce(reply: FastifyReply, limit: LimitDefinition, verdict: Verdict): void {
  reply.header('ratelimit', `"${limit.name}";r=${verdict.remaining};t=${Math.ceil(verdict.resetSeconds)}`);
  reply.header('ratelimit-policy', `"${limit.name}";q=${verdict.limit};w=${limit.perSeconds}`);
}

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
    const actor = request.cairn?.actor;
    const key = actor?.kind === 'member' ? `member:${actor.id}` : `ip:${request.ip}`;
    await this.take(reply, SAFE.has(request.method) ? READS : WRITES, key);
    const own = this.reflector.get(Limited, context.getHandler());
    if (own) await this.take(reply, own, key);
    return true;
  }

  private async take(reply: FastifyReply, limit: LimitDefinition, key: string): Promise<void> {
    const verdict = await this.limiter.take(limit, key);
    announce(reply, limit, verdict);
    if (verdict.allowed) return;
    throw new AppError(RATE_LIMITED, {
      detail: `No more than ${verdict.limit} in ${limit.perSeconds} seconds here`,
      retryAfter: verdict.retryAfterSeconds,
      extensions: { scope: limit.name },
    });
  }
}
