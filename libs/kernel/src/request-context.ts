import { type Actor, GUEST, type MemberActor } from './actor.js';
import { AppError, defineError } from './app-error.js';
import { newId } from './ids.js';

export const SIGN_IN_REQUIRED = defineError('AUTH.SIGN_IN_REQUIRED', 'unauthenticated', 'Sign in first');

/** The idempotency slot of a creating request: the unit of work commits it together with the effect (libs/persistence). */
export interface IdempotencySlot {
  readonly memberId: string;
  readonly route: string;
  readonly key: string;
  readonly bodyHash: Buffer;
  /** The id the created thing will have, so that a retry finds the same one. */
  readonly reservedId: string;
}

/** Who asks, on whose behalf, under which request id. Always the first argument of a use case. */
export interface RequestContext {
  readonly requestId: string;
  readonly actor: Actor;
  readonly ip?: string;
  readonly idempotency?: IdempotencySlot;
}

/** The id for the one thing this request creates: the reserved one when the request carries an Idempotency-Key. */
export function idForCreated(ctx: RequestContext): string {
  return ctx.idempotency?.reservedId ?? newId();
}

/** The signed-in member. @throws AUTH.SIGN_IN_REQUIRED */
export function requireMember(ctx: RequestContext): MemberActor {
  if (ctx.actor.kind !== 'member') throw new AppError(SIGN_IN_REQUIRED);
  return ctx.actor;
}

/** The id of the signed-in member, or null. */
export function viewerId(ctx: RequestContext): string | null {
  return ctx.actor.kind === 'member' ? ctx.actor.id : null;
}

/** A context for work that no request started. */
export function systemContext(name: string): RequestContext {
  return { requestId: newId(), actor: { kind: 'system', name } };
}

/** A context for somebody who is not signed in. */
export function guestContext(): RequestContext {
  return { requestId: newId(), actor: GUEST };
}
