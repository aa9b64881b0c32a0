const MAX_BYTES = 256 * 1024;

function fail(path: string, why: string): never {
  throw new TypeError(`a job's payload must be plain JSON: ${path} ${why}`);
}

function check(value: unknown, path: string, depth: number): void {
  if (depth > 32) fail(path, 'is nested deeper than 32 levels');
  if (value === null || typeof value === 'boolean') return;
  if (typeof value === 'string') return checkText(value, path);
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : fail(path, 'is not a finite number');
  if (typeof value !== 'object') fail(path, `is of type ${typeof value}`);
  if (Array.isArray(value)) return value.forEach((item, index) => check(item, `${path}/${index}`, depth + 1));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) fail(path, `is a ${value.constructor?.name ?? 'class instance'}`);
  for (const [key, item] of Object.entries(value)) {
    checkText(key, path);
    check(item, `${path}/${key}`, depth + 1);
  }
}

/** NUL and lone surrogates are legal in JavaScript strings, but not in jsonb. */
function checkText(text: string, path: string): void {
  if (text.includes('\u0000') || !text.isWellFormed()) fail(path, 'has a character that no database keeps');
}

/** Throws a TypeError unless `payload` comes out of every queue as it went in: plain JSON of at most 256 KiB. */
export function assertJson(payload: unknown): void {
  check(payload, '', 0);
  if (Buffer.byteLength(JSON.stringify(payload)) > MAX_BYTES) fail('', 'is larger than 256 KiB; store it and pass its id');
}
