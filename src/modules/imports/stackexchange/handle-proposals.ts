import { isHandle } from '#modules/users';

const LONGEST = 39;

/** Handles for a name, best first; the last are as good as free. All digits would read as an old address (/users/12). */
export function handleProposals(displayName: string, sourceId: number): string[] {
  const slug = displayName
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^a-z0-9]+/g, '-');
  const cut = (length: number): string => slug.replace(/^-+/, '').slice(0, length).replace(/-+$/, '');
  const suffixes = ['', `-${Math.abs(sourceId)}`, `-${Math.abs(sourceId)}-se`, ...Array.from({ length: 5 }, (_, i) => `-${Math.abs(sourceId)}-${i + 2}`)];
  const named = suffixes.map((suffix) => `${cut(LONGEST - suffix.length) || 'user'}${suffix}`);
  return named.filter((handle) => isHandle(handle) && !/^\d+$/.test(handle) && handle !== 'user');
}
