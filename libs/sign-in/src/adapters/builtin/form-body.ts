import type { IncomingMessage } from 'node:http';

const MAX_BYTES = 16_384;

/** Reads a URL-encoded form; null when it is no form, too large, or not UTF-8. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams | null> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '')) return null;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > MAX_BYTES) return null;
    chunks.push(chunk as Buffer);
  }
  try {
    return new URLSearchParams(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)));
  } catch {
    return null;
  }
}

/** The first value of a field, or an empty text; NUL is not text. */
export function field(form: URLSearchParams, name: string): string {
  return (form.get(name) ?? '').replaceAll('\0', '');
}
