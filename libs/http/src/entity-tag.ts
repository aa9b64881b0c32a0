import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { AppError } from '#libs/kernel';
import { PRECONDITION_FAILED } from './problem/http.errors.js';

const ENCODING = /\.(?:br|gzip)"$/;
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

/** The tag of the same answer in an encoding: other bytes need another tag (RFC 9110 §8.8.3.3). A dot, since digests hold none. */
export function encodedTag(tag: string, encoding: string): string {
  return encoding === 'identity' ? tag : `${tag.slice(0, -1)}.${encoding}"`;
}

/**
 * The tag under which the reader has this answer, by their `If-None-Match`: in any encoding, since all of them say the same; compared weakly.
 * It is theirs that a 304 names, so that they find what they keep. Null when they have not got it.
 */
export function heldTag(ifNoneMatch: string | undefined, tag: string): string | null {
  if (ifNoneMatch === undefined) return null;
  if (ifNoneMatch.trim() === '*') return tag;
  const candidates = ifNoneMatch.split(',').map((candidate) => candidate.trim().replace(/^W\//, ''));
  return candidates.find((candidate) => candidate.replace(ENCODING, '"') === tag) ?? null;
}

/** Holds `If-Match` against the row's version; absent or `*` asks nothing. @throws REQUEST.PRECONDITION_FAILED (412) */
export function requireVersion(ifMatch: string | undefined, rowVersion: number): void {
  if (ifMatch === undefined || ifMatch.trim() === '*') return;
  const wanted = ifMatch.split(',').map((tag) => VERSION.exec(tag.trim())?.[1]);
  if (!wanted.includes(String(rowVersion))) throw new AppError(PRECONDITION_FAILED);
}
