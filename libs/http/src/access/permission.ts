import { Reflector } from '@nestjs/core';
import { type Actor, hasRole, type Role, type Scope } from '#libs/kernel';

/** What a route asks of its caller: a name for the docs, the least role, and the scope a token must carry. */
export interface Permission {
  readonly name: string;
  readonly role: Role;
  readonly scope: Scope;
}

const declared = new Map<string, Permission>();

/** Declares a permission: `permission('questions:ask', { role: 'learner', scope: 'write' })`. Names are unique in the program. */
export function permission(name: string, needs: { role: Role; scope: Scope }): Permission {
  if (declared.has(name)) throw new Error(`permission ${name} is declared twice`);
  const made = Object.freeze({ name, ...needs });
  declared.set(name, made);
  return made;
}

/** Every permission declared so far, by name. */
export function declaredPermissions(): readonly Permission[] {
  return [...declared.values()].sort((a, b) => a.name.localeCompare(b.name));
}

/** Names of what the actor may do on some route, by role and token; objects have rules of their own. */
export function permissionsOf(actor: Actor): string[] {
  if (actor.kind !== 'member') return [];
  return declaredPermissions().filter(({ role, scope }) => actor.scopes.includes(scope) && hasRole(actor, role)).map(({ name }) => name);
}

/** The route needs a signed-in member with this permission. */
export const Allow = Reflector.createDecorator<Permission>();

const PUBLIC = Reflector.createDecorator<true>();

/** Anybody may call the route; what they see is still decided per row. */
export const Public = (): ReturnType<typeof PUBLIC> => PUBLIC(true);

const ANONYMOUS = Reflector.createDecorator<true>();

/**
 * Anybody may call the route, and nobody is asked who they are: signing in and out must work with credentials that are refused
 * elsewhere (a suspended member's). Such a route checks the Origin of unsafe methods itself.
 */
export const Anonymous = (): ReturnType<typeof ANONYMOUS> => ANONYMOUS(true);

/** What a route declares about its callers. */
export interface RouteAccess {
  isAnonymous: boolean;
  isPublic: boolean;
  permission?: Permission;
}

/** Reads what a handler declares or, when it declares nothing, its class. A permission outweighs an opening on the same target. */
export function accessOf(reflector: Reflector, targets: Parameters<Reflector['getAllAndOverride']>[1]): RouteAccess {
  for (const target of targets) {
    const needed = reflector.get(Allow, target);
    if (needed) return { isAnonymous: false, isPublic: false, permission: needed };
    if (reflector.get(PUBLIC, target)) return { isAnonymous: false, isPublic: true };
    if (reflector.get(ANONYMOUS, target)) return { isAnonymous: true, isPublic: false };
  }
  return { isAnonymous: false, isPublic: false };
}
