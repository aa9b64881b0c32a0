const HANDLE = /^[a-z0-9](?:[a-z0-9-]{0,37}[a-z0-9])$/;

/** Names that are routes or that would let somebody pass for the house. */
const RESERVED = new Set(['me', 'admin', 'administrator', 'moderator', 'cairn', 'system', 'support', 'security', 'settings', 'api', 'new', 'deleted', 'everyone', 'here', 'null', 'undefined']);

/** A handle has 2 to 39 of a–z, 0–9 and inner hyphens, and is not reserved. */
export function isHandle(value: string): boolean {
  return HANDLE.test(value) && !RESERVED.has(value);
}
