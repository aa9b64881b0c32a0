import type { Role, Scope } from '#libs/kernel';

export const ALL_SCOPES: readonly Scope[] = ['read', 'write', 'moderate', 'admin'];

const OF_ROLE: Record<Role, readonly Scope[]> = {
  learner: ['read', 'write'],
  moderator: ['read', 'write', 'moderate'],
  admin: ALL_SCOPES,
};

/** The scopes that mean anything in the hands of this role. */
export function scopesOfRole(role: Role): readonly Scope[] {
  return OF_ROLE[role];
}

/** What a token may do: what it was given, as far as its owner's role of now reaches. Whoever may change things may read them. */
export function effectiveScopes(given: readonly string[], role: Role): Scope[] {
  const wanted = new Set(given);
  if (ALL_SCOPES.some((scope) => wanted.has(scope))) wanted.add('read');
  return OF_ROLE[role].filter((scope) => wanted.has(scope));
}
