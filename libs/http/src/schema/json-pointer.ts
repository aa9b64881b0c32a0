/** The RFC 6901 pointer of a member below another pointer. */
export function pointerTo(parent: string, ...path: readonly PropertyKey[]): string {
  return [parent, ...path.map((segment) => String(segment).replaceAll('~', '~0').replaceAll('/', '~1'))].join('/');
}
