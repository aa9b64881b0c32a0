const MAX = 39;

/** The name as a handle could spell it: `Ada Lovelace` → `ada-lovelace`, `Émile` → `emile`. Empty when nothing is left. */
export function toHandle(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, MAX)
    .replace(/-+$/, '');
}

/**
 * Handles to try for somebody who signs in for the first time: the wished one first, then with numbers, at last by chance.
 * Where many wish the same at the same moment (`isCrowded`), chance comes at once.
 */
export function* handleCandidates(wishes: readonly (string | undefined)[], chance: () => string, isCrowded = false): Generator<string> {
  const bases = [...new Set(wishes.map((wish) => toHandle(wish ?? '')).filter((base) => base.length >= 2))];
  const base = (bases[0] ?? 'member').slice(0, MAX - 9);
  if (!isCrowded) {
    yield* bases;
    for (let n = 2; n <= 9; n++) yield `${base}-${n}`;
  }
  for (;;) yield `${base}-${chance()}`;
}
