import type { DocumentVersion } from '../../document-store.port.js';

const MOST_DOCUMENTS = 200;
/** Of UTF-16: far below the 48 MB of a message, and written within the deadline on a slow disk. */
export const MOST_CHARACTERS = 1_000_000;

export function charactersOf(versions: readonly DocumentVersion[]): number {
  return versions.reduce((sum, { body, bodyHtml }) => sum + body.length + bodyHtml.length, 0);
}

/** Versions in batches that one insert takes. */
export function* chunksOf<V extends DocumentVersion>(versions: readonly V[]): Generator<V[]> {
  let chunk: V[] = [];
  let characters = 0;
  for (const version of versions) {
    const size = charactersOf([version]);
    if (chunk.length > 0 && (chunk.length >= MOST_DOCUMENTS || characters + size > MOST_CHARACTERS)) {
      yield chunk;
      chunk = [];
      characters = 0;
    }
    chunk.push(version);
    characters += size;
  }
  if (chunk.length > 0) yield chunk;
}
