// Toxiproxy: breaks connections to the other servers on request, for fault tests.
import path from 'node:path';
import { goProgram } from './lib/fetch.mjs';

const VERSION = '2.5.0';

async function ready(url) {
  const answer = await fetch(`${url}/version`, { signal: AbortSignal.timeout(1_000) });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
}

export const engine = {
  name: 'toxiproxy',
  title: `Toxiproxy ${VERSION}`,
  version: VERSION,
  servers: ['toxiproxy'],
  async install({ into, scratch }) {
    await goProgram({ module: 'github.com/Shopify/toxiproxy/v2', version: `v${VERSION}`, hash: 'h1:i4LPT+qrSlKNtQf5QliVjdP08GyAH8+BUIc9gT0eahc=', command: './cmd/server', into: path.join(into, 'toxiproxy-server'), scratch });
  },
  async start(site, folder) {
    const port = await site.port('toxiproxy');
    const url = `http://127.0.0.1:${port}`;
    const server = site.run('toxiproxy', { command: path.join(folder, 'toxiproxy-server'), args: ['-host', '127.0.0.1', '-port', String(port)] });
    await site.until('Toxiproxy', () => ready(url), { server });
    return { TOXIPROXY_URL: url };
  },
};
