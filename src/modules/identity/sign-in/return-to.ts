const MAX = 2_000;
const NOWHERE = '/';

/**
 * A place on this site to go to after signing in; anything else becomes the start page. Only a path is taken: no other host by any
 * spelling (`//evil`, `/\evil`, control characters that browsers drop), and not the sign-in routes themselves.
 */
export function safeReturnTo(value: string | undefined, origin: string): string {
  if (value === undefined || value.length > MAX || !value.startsWith('/') || /[\\\u0000-\u001f\u007f]/.test(value)) return NOWHERE;
  if (!URL.canParse(value, origin)) return NOWHERE;
  const url = new URL(value, origin);
  if (url.origin !== origin || /^\/(auth|realms)(\/|$)/i.test(url.pathname) || url.pathname.startsWith('//')) return NOWHERE;
  return url.pathname + url.search + url.hash;
}
