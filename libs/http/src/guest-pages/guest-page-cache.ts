import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { LRUCache } from 'lru-cache';
import { entityTag } from '../entity-tag.js';

const brotli = promisify(brotliCompress);
const deflate = promisify(gzip);

export type Encoding = 'br' | 'gzip' | 'identity';

/** One answer as it goes over the wire, in the encodings asked for so far. */
export interface GuestPage {
  versions: string;
  tag: string;
  headers: Record<string, string>;
  bytes: Partial<Record<Encoding, Buffer>>;
}

const SMALL = 1024;
const OVERHEAD = 1024;

/** Serialised and compressed guest answers, bounded in bytes; the least recently used go first. */
export class GuestPageCache {
  private readonly pages: LRUCache<string, GuestPage>;

  constructor(maxBytes: number) {
    this.pages = new LRUCache<string, GuestPage>({
      maxSize: maxBytes,
      sizeCalculation: (page) => OVERHEAD + Object.values(page.bytes).reduce((sum, bytes) => sum + bytes.length, 0),
    });
  }

  /** The page, when it was rendered under these versions. */
  get(key: string, versions: string): GuestPage | undefined {
    const page = this.pages.get(key);
    return page?.versions === versions ? page : undefined;
  }

  /** Keeps an answer in one encoding, next to what is there of the same versions. */
  async put(key: string, versions: string, headers: Record<string, string>, body: Buffer, encoding: Encoding): Promise<GuestPage> {
    const known = this.get(key, versions);
    const encoded = await compress(body, encoding);
    const page: GuestPage = known ?? { versions, tag: entityTag(body), headers, bytes: {} };
    page.bytes = { ...page.bytes, identity: body, [encoding]: encoded };
    this.pages.set(key, page);
    return page;
  }

  /** The bytes in an encoding; compressed on first demand. */
  async bytes(key: string, page: GuestPage, encoding: Encoding): Promise<Buffer> {
    const ready = page.bytes[encoding];
    if (ready) return ready;
    await this.put(key, page.versions, page.headers, page.bytes.identity!, encoding);
    return page.bytes[encoding] ?? page.bytes.identity!;
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
  const accepted = acceptEncoding
    .split(',')
    .map((part) => part.trim().toLowerCase())
    .filter((part) => !/;\s*q=0(\.0*)?$/.test(part))
    .map((part) => part.split(';')[0]);
  if (accepted.includes('br')) return 'br';
  return accepted.includes('gzip') ? 'gzip' : 'identity';
}
