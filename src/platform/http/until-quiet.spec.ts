import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { untilQuiet } from './until-quiet.js';

describe('untilQuiet', () => {
  let server: Server;
  let url: string;

  beforeAll(async () => {
    server = createServer((_request, response) => response.end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  /** Requests of this address, one after the other, until it is over; answers how many came meanwhile. */
  async function during(address: string, limits: { leastMs: number; mostMs: number }, requests: number): Promise<number> {
    let isOver = false;
    let sent = 0;
    const quiet = untilQuiet(server, limits).then(() => (isOver = true));
    for (; !isOver && sent < requests; sent += 1) await fetch(url + address);
    await quiet;
    return sent;
  }

  it('should wait while requests come', async () => {
    expect(await during('/api/questions', { leastMs: 200, mostMs: 60_000 }, 1_000)).toBe(1_000);
  });

  it('should not wait for who only asks after our health', async () => {
    expect(await during('/health/ready', { leastMs: 0, mostMs: 60_000 }, 1_000_000)).toBeLessThan(1_000_000);
  });

  it('should end in any case', async () => {
    expect(await during('/api/questions', { leastMs: 0, mostMs: 300 }, 1_000_000)).toBeLessThan(1_000_000);
  });
});
