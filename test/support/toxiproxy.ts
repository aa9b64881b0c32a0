import { engineUrl } from '#libs/testing';

/** What can happen to a connection. `back again`: the server goes and comes twice. */
export const FAULTS = ['refused', 'black-holed', 'slow', 'reset mid-answer', 'back again'] as const;
export type Fault = (typeof FAULTS)[number];

const SLOW_MS = 3_000;
/** Less than any server answers. */
const FEW_BYTES = 8;

interface Toxic {
  type: string;
  stream: 'upstream' | 'downstream';
  attributes: Record<string, number>;
}

const TOXICS: Record<Exclude<Fault, 'refused' | 'back again'>, readonly Toxic[]> = {
  // A time-out of 0: nothing gets through, and nothing is closed.
  'black-holed': [
    { type: 'timeout', stream: 'upstream', attributes: { timeout: 0 } },
    { type: 'timeout', stream: 'downstream', attributes: { timeout: 0 } },
  ],
  slow: [{ type: 'latency', stream: 'downstream', attributes: { latency: SLOW_MS } }],
  'reset mid-answer': [{ type: 'limit_data', stream: 'downstream', attributes: { bytes: FEW_BYTES } }],
};

/** One way to a server through the real Toxiproxy. */
export class Toxiproxy {
  private readonly added: string[] = [];

  private constructor(
    private readonly name: string,
    /** host:port to connect to instead of the server. */
    readonly host: string,
  ) {}

  static async before(name: string, upstream: string): Promise<Toxiproxy> {
    const { listen } = await control<{ listen: string }>('POST', '/proxies', { name, listen: '127.0.0.1:0', upstream, enabled: true });
    return new Toxiproxy(name, listen);
  }

  async remove(): Promise<void> {
    await control('DELETE', `/proxies/${this.name}`);
  }

  /** From now on this happens to every connection, old and new. */
  async apply(fault: Fault): Promise<void> {
    if (fault === 'back again') {
      await this.enable(false);
      await this.enable(true);
    }
    if (fault === 'refused' || fault === 'back again') return this.enable(false);
    for (const toxic of TOXICS[fault]) {
      const { name } = await control<{ name: string }>('POST', `/proxies/${this.name}/toxics`, toxic);
      this.added.push(name);
    }
  }

  async restore(): Promise<void> {
    for (const name of this.added.splice(0)) await control('DELETE', `/proxies/${this.name}/toxics/${name}`);
    await this.enable(true);
  }

  private async enable(enabled: boolean): Promise<void> {
    await control('POST', `/proxies/${this.name}`, { enabled });
  }
}

async function control<T>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(engineUrl('TOXIPROXY_URL') + path, { method, body: body === undefined ? undefined : JSON.stringify(body) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`Toxiproxy: ${method} ${path} answers ${answer.status} ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}
