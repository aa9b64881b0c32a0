import type { IncomingMessage } from 'node:http';
import { clientAddress } from './client-address.js';

const request = (remoteAddress: string, forwarded?: string) =>
  ({ socket: { remoteAddress }, headers: forwarded ? { 'x-forwarded-for': forwarded } : {} }) as unknown as IncomingMessage;

describe('clientAddress', () => {
  it.each([
    ['a header from nobody trusted', [], '203.0.113.9', '198.51.100.1', '203.0.113.9'],
    ['one trusted proxy', ['127.0.0.1'], '127.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['what the client wrote itself', ['10.0.0.0/8'], '10.0.0.5', '1.1.1.1, 198.51.100.1, 10.0.0.7', '198.51.100.1'],
    ['an IPv4 address written as IPv6', ['127.0.0.1'], '::ffff:127.0.0.1', '::ffff:198.51.100.1', '198.51.100.1'],
    ['IPv6', ['fd00::/8'], 'fd00::1', '2001:db8::7', '2001:db8::7'],
    ['a proxy that says nothing', ['127.0.0.1'], '127.0.0.1', undefined, '127.0.0.1'],
  ] as const)('should see through %s', (_, trusted, remote, forwarded, expected) => {
    expect(clientAddress(trusted)(request(remote, forwarded))).toBe(expected);
  });
});
