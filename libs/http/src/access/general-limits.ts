import type { FastifyReply, FastifyRequest } from 'fastify';
import { defineLimit, type LimitDefinition, type RateLimiter, type Verdict } from '#libs/rate-limit';

/** A classroom behind one address must be able to read; a script must not be able to write all day. */
export const READS = defineLimit('http.read', { allowance: 1_200, perSeconds: 60 });
export const WRITES = defineLimit('http.write', { allowance: 120, perSeconds: 60 });

/** Who is counted: a member wherever they are, anybody else by their address. */
function limitKey(request: FastifyRequest): string {
  const actor = request.cairn?.actor;
  return actor?.kind === 'member' ? `member:${actor.id}` : `ip:${request.ip}`;
}

/** Takes one of an allowance and says in the answer what is left (RateLimit header fields, draft-ietf-httpapi-ratelimit-headers-10). */
export async function takeOne(limiter: RateLimiter, limit: LimitDefinition, request: FastifyRequest, reply: FastifyReply): Promise<Verdict> {
  const verdict = await limiter.take(limit, limitKey(request));
  reply.header('ratelimit', `"${limit.name}";r=${verdict.remaining};t=${Math.ceil(verdict.resetSeconds)}`);
  reply.header('ratelimit-policy', `"${limit.name}";q=${verdict.limit};w=${limit.perSeconds}`);
  return verdict;
}
