import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

function family(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}

/** `::ffff:10.0.0.1` is 10.0.0.1. */
function plain(address: string): string {
  return address.trim().replace(/^::ffff:(?=\d+\.)/i, '');
}

function blockList(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    if (bits === undefined) list.addAddress(address, family(address));
    else list.addSubnet(address, Number(bits), family(address));
  }
  return list;
}

/**
 * Tells the address of a client: that of the connection, unless a trusted proxy made it; then the last address in X-Forwarded-For
 * that is not itself a trusted proxy. @param trusted addresses and CIDR ranges
 */
export function clientAddress(trusted: readonly string[]): (request: IncomingMessage) => string {
  const proxies = blockList(trusted);
  const isTrusted = (address: string) => isIP(address) !== 0 && proxies.check(address, family(address));
  return (request) => {
    const direct = plain(request.socket.remoteAddress ?? '');
    if (!isTrusted(direct)) return direct;
    const forwarded = [request.headers['x-forwarded-for'] ?? []].flat().join(',').split(',').map(plain).filter(Boolean);
    return forwarded.findLast((address) => !isTrusted(address)) ?? forwarded[0] ?? direct;
  };
}
