import { readFileSync } from 'node:fs';
import net, { type AddressInfo } from 'node:net';
import path from 'node:path';
import tls from 'node:tls';
import { once } from 'node:events';

const CERTIFICATES = path.join(import.meta.dirname, 'certificates');
const file = (name: string): string => path.join(CERTIFICATES, name);
/** What a client of PostgreSQL sends first (SSLRequest), and the answer that it wants before it begins with TLS. */
const SSL_REQUEST = 80_877_103;
const SSL_ANSWER = 'S';
/** How each of them is spoken to over TLS. Keycloak's own address is for browsers; Cairn reaches it by the other. */
const FRONTS: Record<string, { variable?: string; protocol?: string; search?: string; asks?: true }> = {
  DATABASE_URL: { search: 'sslmode=verify-full', asks: true },
  DATABASE_DIRECT_URL: { search: 'sslmode=verify-full', asks: true },
  DATABASE_READ_URL: { search: 'sslmode=verify-full', asks: true },
  REDIS_URL: { protocol: 'rediss:' },
  REDIS_CACHE_URL: { protocol: 'rediss:' },
  // Members of a replica set are found by the address they give themselves, past the front.
  MONGODB_URI: { search: 'tls=true&directConnection=true' },
  ELASTICSEARCH_URL: { protocol: 'https:' },
  KEYCLOAK_URL: { variable: 'KEYCLOAK_BACKCHANNEL_URL', protocol: 'https:' },
};

/** TLS before every server, which itself speaks without: what managed servers look like. The certificate is for localhost, its authority is known to nobody. */
export class TlsFronts {
  private readonly servers: net.Server[] = [];
  private readonly sockets = new Set<net.Socket>();
  /** Connections that have spoken TLS, by variable. */
  readonly joined: Record<string, number> = {};

  /** Makes a process know the authority. */
  static readonly TRUST = { NODE_EXTRA_CA_CERTS: file('authority.pem') };

  /** @param direct variables that lead to the servers @returns those that lead to the fronts */
  async before(direct: Readonly<Record<string, string>>): Promise<Record<string, string>> {
    const env: Record<string, string> = {};
    for (const [name, { variable = name, protocol, search, asks }] of Object.entries(FRONTS)) {
      const url = new URL(direct[name]!);
      const port = await this.listen(name, { host: url.hostname, port: Number(url.port) }, asks);
      const address = `${protocol ?? url.protocol}${url.href.slice(url.protocol.length)}`.replace(url.host, `localhost:${port}`).replace(/\/$/, '');
      env[variable] = search === undefined ? address : `${address.split('?')[0]!}?${search}`;
    }
    return env;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await Promise.all(this.servers.map((server) => once(server.close(), 'close')));
  }

  private async listen(name: string, target: net.TcpNetConnectOpts, asks: boolean | undefined): Promise<number> {
    this.joined[name] = 0;
    const secure = tls.createServer({ key: readFileSync(file('server-key.pem')), cert: readFileSync(file('server.pem')) }, (client) => {
      this.joined[name]! += 1;
      this.join(client, net.connect(target));
    });
    const server = asks ? net.createServer((client) => this.answer(client, secure)) : secure;
    this.servers.push(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }

  private answer(client: net.Socket, secure: tls.Server): void {
    client.on('error', () => undefined);
    client.once('data', (request: Buffer) => {
      client.pause();
      if (request.length !== 8 || request.readInt32BE(4) !== SSL_REQUEST) return client.destroy();
      client.write(SSL_ANSWER);
      return secure.emit('connection', client);
    });
  }

  private join(client: net.Socket, upstream: net.Socket): void {
    for (const [from, to] of [[client, upstream], [upstream, client]] as const) {
      this.sockets.add(from);
      from.on('error', () => undefined);
      from.once('close', () => {
        this.sockets.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  }
}
