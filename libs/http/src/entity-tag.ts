import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { AppError } from '#libs/kernel';
import { PRECONDITION_FAILED } from './problem/http.errors.js';

const VERSION = /^(?:W\/)?"v(\d+)[-"]/;

declare module 'fastify' {
  interface FastifyReply {
    /** Row version of the thing that is answered; the ETag carries it for If-Match. */
    rowVersion?: number;
  }
}

/** The ETag of a body: its row version, when it has one, and a digest of what this viewer sees (RFC 9110 §8.8.3). */
export function entityTag(body: string | Buffer, rowVersion?: number): string {
  const digest = createHash('sha1').update(body).digest('base64url').slice(0, 16);
  return rowVersion === undefined ? `"${digest}"` : `"v${rowVersion}-${digest}"`;
}

/** Tells the ETag hook which row version this answer shows. */
export function tagWith(reply: FastifyReply, rowVersion: number): void {
  reply.rowVersion = rowVersion;
}

/** True when `If-None-Match` names this tag, compared weakly. */
export function matchesTag(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch.trim() === '*') return true;
  const bare = tag.replace(/^W\//, '');
  return ifNoneMatch.split(',').some((candidate) => candidate.trim().replace(/^W\//, '') === bare);
}

/** Holds `If-Match` against the row's version; absent or `*` asks nothing. @throws REQUEST.PRECONDITION_FAILED (412) */
export function requireVersion(ifMatch: string | undefined, rowVersion: number): void {
  if (ifMatch === undefined || ifMatch.trim() === '*') return;
  const wanted = ifMatch.split(',').map((tag) => VERSION.exec(tag.trim())?.[1]);
  if (!wanted.includes(String(rowVersion))) throw new AppError(PRECONDITION_FAILED);
}
