import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { statusOf, toAppError } from './problem.js';
import { sendProblem } from './send-problem.js';

/** Called once for every failure nobody expected, and for 5xx in general. */
export type ReportFailure = (error: unknown, request: FastifyRequest) => void;

/** Turns whatever a route throws into problem+json; the only place where failures are logged. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly report: ReportFailure) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const error = toAppError(thrown);
    if (statusOf(error.definition) >= 500) this.report(error.options.cause ?? error, request);
    sendProblem(request, reply, error);
  }
}
