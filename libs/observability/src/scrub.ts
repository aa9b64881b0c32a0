export const MASK = '[masked]';

const SECRET_KEY = /^(authorization|proxy-authorization|cookie|set-cookie|password|secret|token|code_?verifier|.*[_-]?(token|secret|password|apikey|api_key))$/i;
const TOKEN_COUNT = /^(max|min|count|number|used|total).*tokens?$/i;
/** Personal access tokens, bearer credentials, compact JWTs, and passwords inside URLs. */
const SECRET_TEXT =
  /cairn_pat_[\w-]+|\bBearer\s+[\w.~+/=-]+|\beyJ[\w-]+\.[\w-]+\.[\w-]*|(?<=:\/\/[^\s:/@]*:)[^\s/@]+(?=@)/gi;
const MAX_DEPTH = 6;

/** Masks what looks like a credential inside a text. */
export function scrubText(text: string): string {
  return text.replace(SECRET_TEXT, MASK);
}

function isSecretKey(key: string): boolean {
  return SECRET_KEY.test(key) && !TOKEN_COUNT.test(key);
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** A copy of `value` in which credentials are masked: by the name of their key, or by their look. Deeper than six levels nothing is kept. */
export function scrub(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return scrubText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return scrubError(value, depth);
  if (depth >= MAX_DEPTH) return '[deep]';
  if (Array.isArray(value)) return value.map((item) => scrub(item, depth + 1));
  if (!isPlain(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, isSecretKey(key) && item != null ? MASK : scrub(item, depth + 1)]),
  );
}

function scrubError(error: Error, depth: number): unknown {
  const code = (error as { code?: unknown }).code;
  return {
    type: error.name,
    message: scrubText(error.message),
    ...(typeof code === 'string' ? { code } : {}),
    stack: scrubText(error.stack ?? ''),
    ...(error.cause === undefined || depth >= MAX_DEPTH ? {} : { cause: scrub(error.cause, depth + 1) }),
  };
}
