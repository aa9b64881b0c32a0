import { type MemberActor, newId, type RequestContext } from '#libs/kernel';

/** A signed-in member with every scope; a learner unless told otherwise. Only an actor: no row is written. */
export function aMember(overrides: Partial<Omit<MemberActor, 'kind'>> = {}): MemberActor {
  const id = overrides.id ?? newId();
  return { kind: 'member', id, handle: `m${id.slice(-12)}`, role: 'learner', scopes: ['read', 'write', 'moderate', 'admin'], ...overrides };
}

/** A request by that member. */
export function memberContext(actor: MemberActor = aMember()): RequestContext {
  return { requestId: newId(), actor };
}
