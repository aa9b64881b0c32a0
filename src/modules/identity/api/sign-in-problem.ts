import type { FastifyReply } from 'fastify';
import { type SiteUrl, statusOf } from '#libs/http';
import { AppError } from '#libs/kernel';
import { renderMessagePage } from '#libs/sign-in';
import { SUSPENDED } from '../identity.errors.js';
import { SIGN_IN_WORDS as WORDS } from './sign-in.words.js';

function sentencesOf(error: AppError): string[] {
  if (error.definition !== SUSPENDED) return error.definition.kind === 'unavailable' ? [WORDS.down] : [WORDS.refused];
  const { until, reason } = (error.options.extensions ?? {}) as { until?: string | null; reason?: string | null };
  const end = until ? WORDS.suspendedUntil(until) : WORDS.suspended;
  return reason ? [end, WORDS.suspendedReason(reason)] : [end];
}

function titleOf(error: AppError): string {
  if (error.definition === SUSPENDED) return WORDS.suspendedTitle;
  return error.definition.kind === 'unavailable' ? WORDS.downTitle : WORDS.refusedTitle;
}

/** A log-in that came back and failed: a page for the person, since nothing else is on the screen. Unexpected errors go on to the filter. */
export function sendSignInProblem(reply: FastifyReply, site: SiteUrl, error: unknown): void {
  if (!(error instanceof AppError)) throw error;
  const link = error.definition === SUSPENDED ? { href: site.to('/'), label: WORDS.toHome } : { href: site.to('/auth/login'), label: WORDS.logIn };
  const status = statusOf(error.definition) === 401 ? 400 : statusOf(error.definition);
  const page = renderMessagePage({ title: titleOf(error), sentences: sentencesOf(error), homeUrl: site.to('/'), status, link });
  if (error.options.retryAfter !== undefined) void reply.header('retry-after', error.options.retryAfter);
  void reply.code(page.status).headers(page.headers).send(page.body);
}
