import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { chooseEncoding, type Encoding, GuestPageCache } from './guest-page-cache.js';

const KB = 1024;

function cacheOf(maxBytes = 1024 * KB): { cache: GuestPageCache; put(key: string, versions: string, body: string): ReturnType<GuestPageCache['put']> } {
  const cache = new GuestPageCache(maxBytes);
  return { cache, put: (key, versions, body) => cache.put(key, { versions, tag: `"${versions}"`, headers: { 'content-type': 'text/plain' }, body: Buffer.from(body) }) };
}

describe('GuestPageCache', () => {
  it('gives a page under the versions it was rendered with, and under no others', () => {
    const { cache, put } = cacheOf();
    put('/a', 'v1', 'body');
    expect(cache.get('/a', 'v1')?.bytes.identity.toString()).toBe('body');
    expect([cache.get('/a', 'v2'), cache.get('/b', 'v1')]).toEqual([undefined, undefined]);
  });

  it('lets a newer rendering take the place of the older', () => {
    const { cache, put } = cacheOf();
    put('/a', 'v1', 'old');
    put('/a', 'v2', 'new');
    expect([cache.get('/a', 'v1'), cache.get('/a', 'v2')?.bytes.identity.toString()]).toEqual([undefined, 'new']);
  });

  it.each<[Encoding, (bytes: Buffer) => Buffer]>([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
    ['identity', (bytes) => bytes],
  ])('compresses as %s once, and keeps the bytes', async (encoding, decode) => {
    const { cache, put } = cacheOf();
    const page = put('/a', 'v1', 'body '.repeat(KB));
    const first = await cache.bytes('/a', page, encoding);
    expect(decode(first).toString()).toBe('body '.repeat(KB));
    expect(await cache.bytes('/a', cache.get('/a', 'v1')!, encoding)).toBe(first);
  });

  it('does not bring an old page back when it was replaced while it was compressed', async () => {
    const { cache, put } = cacheOf();
    const old = put('/a', 'v1', 'old '.repeat(KB));
    const compressing = cache.bytes('/a', old, 'br');
    put('/a', 'v2', 'new');
    expect(brotliDecompressSync(await compressing).toString()).toBe('old '.repeat(KB));
    expect(Object.keys(cache.get('/a', 'v2')!.bytes)).toEqual(['identity']);
  });

  it('stays within its bound and drops what was not asked for the longest', () => {
    const { cache, put } = cacheOf(10 * KB);
    for (const key of ['a', 'b', 'c', 'd']) put(key, 'v1', 'x'.repeat(2 * KB));
    expect(['a', 'b', 'c', 'd'].map((key) => cache.get(key, 'v1') !== undefined)).toEqual([false, true, true, true]);
  });

  it('counts the compressed bytes too', async () => {
    const { cache, put } = cacheOf(16 * KB);
    const noise = Array.from({ length: 6 * KB }, (_, n) => String.fromCharCode(33 + ((n * n * 31 + n * 7) % 90))).join('');
    put('old', 'v1', 'x');
    const page = put('new', 'v1', noise);
    for (const encoding of ['br', 'gzip'] as const) await cache.bytes('new', cache.get('new', 'v1') ?? page, encoding);
    const bytes = Object.values(cache.get('new', 'v1')?.bytes ?? {}).reduce((sum, each) => sum + each.length, 0);
    expect(bytes).toBeLessThanOrEqual(16 * KB);
    // Something larger than the bound is not kept at all.
    put('huge', 'v1', 'x'.repeat(20 * KB));
    expect(cache.get('huge', 'v1')).toBeUndefined();
  });
});

describe('chooseEncoding', () => {
  it.each<[string | undefined, Encoding]>([
    [undefined, 'identity'],
    ['', 'identity'],
    ['gzip, deflate, br', 'br'],
    ['gzip', 'gzip'],
    ['GZIP;q=0.5', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['br;q=0.0, gzip; q=0.000', 'identity'],
    ['br ; q=1', 'br'],
    ['zstd, *', 'identity'],
    ['brotli', 'identity'],
  ])('Accept-Encoding: %s', (header, expected) => {
    expect(chooseEncoding(header, 2 * KB)).toBe(expected);
  });

  it('leaves small answers as they are', () => {
    expect(chooseEncoding('br', KB - 1)).toBe('identity');
  });
});
