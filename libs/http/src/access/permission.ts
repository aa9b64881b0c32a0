import { Reflector } from '@nestjs/core';
import type { Role, Scope } from '#libs/kernel';

/** What a route asks of its caller: a name for the docs, the least role, and the scope a token must carry. */
export interface Permission {
  readonly name: string;
  readonly role: Role;
  readonly scope: Scope;
}

/** Declares a permission: `permission('questions:ask', { role: 'learner', scope: 'write' })`. */
export function permission(name: string, needs: { role: Role; scope: Scope }): Permission {
  return Object.freeze({ name, ...needs });
}

/** The route needs a signed-in member with this permission. */
export const Allow = Reflector.createDecorator<Permission>();

const PUBLIC = Reflector.createDecorator<true>();

/** Anybody may call the route; what they see is still decided per row. */
export const Public = (): ReturnType<typeof PUBLIC> => PUBLIC(true);

/** Reads what a handler or its class declares. */
export function accessOf(reflector: Reflector, targets: Parameters<Reflector['getAllAndOverride']>[1]): { isPublic: boolean; permission?: Permission } {
  return {
    isPublic: reflector.getAllAndOverride(PUBLIC, targets) === true,
    permission: reflector.getAllAndOverride(Allow, targets),
  };
}
