import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { LRUCache } from 'lru-cache';

const brotli = promisify(brotliCompress);
const deflate = promisify(gzip);

export type Encoding = 'br' | 'gzip' | 'identity';

/** One answer as it goes over the wire, in the encodings asked for so far. */
export interface GuestPage {
  readonly versions: string;
  readonly tag: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Readonly<Partial<Record<Encoding, Buffer>> & { identity: Buffer }>;
}

const SMALL = 1024;
/** What an entry takes besides its bytes and its key. */
const OVERHEAD = 1024;

function sizeOf(page: GuestPage, key: string): number {
  return OVERHEAD + 2 * key.length + Object.values(page.bytes).reduce((sum, bytes) => sum + bytes.length, 0);
}

/** Serialised and compressed guest answers, bounded in bytes; the least recently used go first. */
export class GuestPageCache {
  private readonly pages: LRUCache<string, GuestPage>;

  constructor(maxBytes: number) {
    this.pages = new LRUCache<string, GuestPage>({ maxSize: maxBytes, sizeCalculation: sizeOf });
  }

  /** The page, when it was rendered under these versions. */
  get(key: string, versions: string): GuestPage | undefined {
    const page = this.pages.get(key);
    return page?.versions === versions ? page : undefined;
  }

  /** Keeps a rendered answer; what was kept under older versions goes. */
  put(key: string, answer: Omit<GuestPage, 'bytes'> & { body: Buffer }): GuestPage {
    const { body, ...rest } = answer;
    const page = { ...rest, bytes: { identity: body } };
    this.pages.set(key, page);
    return page;
  }

  /** The page's bytes in an encoding; compressed on first demand, and kept while the page still is the current one. */
  async bytes(key: string, page: GuestPage, encoding: Encoding): Promise<Buffer> {
    const ready = page.bytes[encoding];
    if (ready) return ready;
    const encoded = await compress(page.bytes.identity, encoding);
    const current = this.pages.peek(key);
    // A new object: the cache measures an entry only when it is another one than before.
    if (current && current.tag === page.tag && current.versions === page.versions) this.pages.set(key, { ...current, bytes: { ...current.bytes, [encoding]: encoded } });
    return encoded;
  }
}

async function compress(body: Buffer, encoding: Encoding): Promise<Buffer> {
  if (encoding === 'br') return brotli(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: body.length } });
  if (encoding === 'gzip') return deflate(body, { level: 6 });
  return body;
}

/** The encoding to answer with: brotli before gzip; small bodies as they are. */
export function chooseEncoding(acceptEncoding: string | undefined, size: number): Encoding {
  if (size < SMALL || acceptEncoding === undefined) return 'identity';
  const accepted = new Set(
    acceptEncoding
      .split(',')
      .map((part) => part.trim().toLowerCase())
      .filter((part) => !/;\s*q=0(\.0*)?$/.test(part))
      .map((part) => part.split(';')[0]?.trim()),
  );
  if (accepted.has('br')) return 'br';
  return accepted.has('gzip') ? 'gzip' : 'identity';
}
