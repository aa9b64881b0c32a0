import { HistoryBarrier } from './history-barrier.js';
import { callApi, newPerson, register } from './sign-in.js';
import { cairnCli, type RunningCairn } from './start-cairn.js';

/** One request of a history; ids of things are written `{name}`. */
export interface HistoryRequest {
  method: string;
  path: string;
  /** Who asks; a guest when left out. */
  as?: string;
  body?: unknown;
  /** The ETag of the thing named here is sent as If-Match, as it was last read. */
  ifMatch?: string;
}

export interface HistoryAnswer {
  status: number;
  type: string;
  body: unknown;
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const HIDDEN = new Set(['requestId', 'nextCursor', 'cursor']);

/** One of the two sites that a history is played on: knows real ids and tokens by their names, and takes out of answers what may differ. */
export class HistorySite {
  private readonly names = new Map<string, string>();
  private readonly ids = new Map<string, string>();
  private readonly tokens = new Map<string, string>();
  private readonly barrier: HistoryBarrier;

  constructor(readonly cairn: RunningCairn) {
    this.barrier = new HistoryBarrier(cairn);
  }

  async close(): Promise<void> {
    await this.barrier.close();
  }

  /** A member who registers in the browser and makes a token there. */
  async join(handle: string): Promise<void> {
    const person = { ...newPerson(), handle, email: `${handle}@example.org`, displayName: `The ${handle}` };
    const signedIn = await register(this.cairn.url, person);
    const { body } = await signedIn.call<{ token: string }>('POST', '/api/tokens', { name: 'history', scopes: ['read', 'write'] });
    this.tokens.set(handle, body.token);
  }

  /** A moderator, as an operator makes them. */
  async appoint(handle: string): Promise<void> {
    await cairnCli(this.cairn, ['user', 'create', '--handle', handle, '--email', `${handle}@example.org`, '--role', 'moderator', '--json']);
    const printed = await cairnCli(this.cairn, ['token', 'create', '--user', handle, '--scope', 'read,write,moderate', '--json']);
    this.tokens.set(handle, (JSON.parse(printed) as { token: string }).token);
  }

  /** Gives the thing that was just made its name. */
  name(name: string, { body }: { body: unknown }): void {
    const { id } = body as { id: string };
    this.ids.set(name, id);
    this.names.set(id, name);
  }

  /** The answer as it came. */
  async ask({ method, path, as, body }: HistoryRequest): Promise<HistoryAnswer> {
    const headers: Record<string, string> = as === undefined ? {} : { authorization: `Bearer ${this.tokens.get(as)!}` };
    const answer = await callApi<unknown>(this.cairn.url + this.filled(path), method, headers, body === undefined ? undefined : (JSON.parse(this.filled(JSON.stringify(body))) as unknown));
    return { status: answer.status, type: answer.headers.get('content-type') ?? '', body: answer.body };
  }

  /** The answer with ids, times and cursors taken out: what must be the same on both sites. */
  plain(answer: HistoryAnswer): HistoryAnswer {
    return { ...answer, body: this.without(answer.body) };
  }

  /** @see HistoryBarrier.passed */
  async caughtUp(): Promise<void> {
    await this.barrier.passed();
  }

  private filled(text: string): string {
    return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => this.ids.get(name) ?? name);
  }

  private without(value: unknown): unknown {
    if (typeof value === 'string') return TIME.test(value) ? 'some time' : this.unnamed(value);
    if (Array.isArray(value)) return value.map((item) => this.without(item));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, HIDDEN.has(key) && inner !== null ? 'hidden' : this.without(inner)]));
  }

  /** An id nobody has named yet gets its name by the order in which they appear. */
  private unnamed(text: string): string {
    return text.replaceAll(this.cairn.url, 'https://site').replaceAll(UUID, (id) => {
      if (!this.names.has(id)) this.names.set(id, `other${this.names.size}`);
      return this.names.get(id)!;
    });
  }
}
