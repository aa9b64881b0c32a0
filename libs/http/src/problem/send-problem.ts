import type { FastifyReply, FastifyRequest } from 'fastify';
import { type AppError, SIGN_IN_REQUIRED } from '#libs/kernel';
import { PROBLEM_TYPE, toProblem } from './problem.js';

/** RFC 6750 §3: no error code when no credential was sent. */
function challenge(code: string): string {
  return code === SIGN_IN_REQUIRED.code ? 'Bearer realm="cairn"' : 'Bearer realm="cairn", error="invalid_token"';
}

/** Answers with the problem document of a failure and the headers its status asks for; nothing when an answer is on its way already. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, error: AppError): void {
  if (reply.sent) return;
  const problem = toProblem(error, request.id);
  if (error.options.retryAfter !== undefined) void reply.header('retry-after', Math.ceil(error.options.retryAfter));
  if (problem.status === 401) void reply.header('www-authenticate', challenge(problem.code));
  void reply.code(problem.status).header('content-type', PROBLEM_TYPE).header('cache-control', 'no-store').send(JSON.stringify(problem));
}
