/** A word as a tag: lower case, spaces to hyphens, nothing that a tag cannot hold, ≤35 characters. The API decides in the end. */
export function slugOf(text: string): string {
  const joined = text.trim().normalize('NFC').toLowerCase().replaceAll(/[\s_/]+/gu, '-');
  return joined.replaceAll(/[^\p{L}\p{N}+#.-]+/gu, '').replace(/^[-+#.]+/, '').slice(0, 35);
}
