import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

const brotli = promisify(brotliCompress);
const deflate = promisify(gzip);

const SMALL = 1024;

function accepts(request: FastifyRequest, encoding: string): boolean {
  const accepted = (request.headers['accept-encoding'] ?? '').toLowerCase().split(',');
  return accepted.some((part) => part.trim().split(';')[0] === encoding && !/;\s*q=0(?:\.0*)?$/.test(part.trim()));
}

/** A page that is made for one reader, compressed as quickly as pays; pages of guests are compressed with their cache instead. */
export async function compressPage(request: FastifyRequest, reply: FastifyReply, html: string): Promise<string | Buffer> {
  if (html.length < SMALL) return html;
  const bytes = Buffer.from(html);
  if (accepts(request, 'br')) {
    reply.header('content-encoding', 'br');
    return brotli(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 3, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } });
  }
  if (accepts(request, 'gzip')) {
    reply.header('content-encoding', 'gzip');
    return deflate(bytes, { level: 4 });
  }
  return html;
}
