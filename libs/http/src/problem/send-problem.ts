import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AppError } from '#libs/kernel';
import { PROBLEM_TYPE, toProblem } from './problem.js';

/** Answers with the problem document of a failure and the headers its status asks for. */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, error: AppError): void {
  const problem = toProblem(error, request.id);
  if (error.options.retryAfter !== undefined) void reply.header('retry-after', Math.ceil(error.options.retryAfter));
  if (problem.status === 401) void reply.header('www-authenticate', `Bearer realm="cairn", error="${problem.code}"`);
  void reply.code(problem.status).header('content-type', PROBLEM_TYPE).header('cache-control', 'no-store').send(JSON.stringify(problem));
}
