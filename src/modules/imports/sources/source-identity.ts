import { createHash } from 'node:crypto';

export type SourceKind = 'user' | 'question' | 'answer' | 'comment';

/**
 * The id that a thing of another site has here, the same on every run: so rows can refer to each other before either is written,
 * and a run that was killed goes on without duplicates. Shaped like a UUIDv7 (RFC 9562 §5.7) whose time field carries the source id
 * (for the index's locality) and whose random bits are a hash of site, kind and id.
 */
export function importedId(site: string, kind: SourceKind, sourceId: number): string {
  const bytes = createHash('sha256').update(`${site}\n${kind}\n${sourceId}`).digest().subarray(0, 16);
  bytes.writeUIntBE(Math.abs(sourceId) % 2 ** 48, 0, 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** What a row was made from: two rows with the same hash would be written alike. */
export function contentHash(...parts: readonly unknown[]): Buffer {
  return createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, 16);
}
