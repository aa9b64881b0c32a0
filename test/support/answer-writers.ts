/** A client with a token, as simple as fetch allows. */
export class ApiClient {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  async post<T>(path: string, body: unknown): Promise<T> {
    const response = await fetch(`${this.url}${path}`, { method: 'POST', headers: this.headers(), body: JSON.stringify(body) });
    if (response.status !== 201) throw new Error(`POST ${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  }

  async send(method: string, path: string, body?: unknown): Promise<Response> {
    return fetch(`${this.url}${path}`, { method, headers: this.headers(), body: body === undefined ? undefined : JSON.stringify(body) });
  }

  private headers(): Record<string, string> {
    return { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' };
  }
}

/** A few questions for answers to go to. */
export async function askQuestions(api: ApiClient, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 1; n <= count; n += 1) {
    const { id } = await api.post<{ id: string }>('/api/questions', { title: `What survives a power cut, part ${n}?`, body: 'Everything that was acknowledged.', tags: ['durability'] });
    ids.push(id);
  }
  return ids;
}

/**
 * `clients` writers that post answers one after the other until `stop`. Only an answer whose 201 has arrived counts as acknowledged;
 * what fails when the server is killed is nobody's promise.
 */
export class AnswerWriters {
  readonly acknowledged: string[] = [];
  /** What each of them says. */
  readonly texts = new Map<string, string>();
  private going = true;
  private lastFailure = 'no request failed';
  private readonly done: Promise<unknown>;

  constructor(
    private readonly api: ApiClient,
    private readonly questions: readonly string[],
    clients: number,
  ) {
    this.done = Promise.all(Array.from({ length: clients }, (_, client) => this.write(client)));
  }

  /** Resolves when so many are acknowledged. @throws when nothing is for half a minute */
  async until(count: number): Promise<void> {
    let last = { at: Date.now(), count: 0 };
    while (this.acknowledged.length < count) {
      if (this.acknowledged.length > last.count) last = { at: Date.now(), count: this.acknowledged.length };
      if (Date.now() - last.at > 30_000) throw new Error(`the writers are stuck after ${last.count} answers: ${this.lastFailure}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async stop(): Promise<void> {
    this.going = false;
    await this.done;
  }

  private acknowledge(id: string, body: string): void {
    this.acknowledged.push(id);
    this.texts.set(id, body);
  }

  private failed(error: unknown): null {
    this.lastFailure = String(error);
    return null;
  }

  private async write(client: number): Promise<void> {
    for (let n = 0; this.going; n += 1) {
      const question = this.questions[(client + n) % this.questions.length]!;
      const body = `Answer ${n} of writer ${client}.`;
      const posted = await this.api.post<{ id: string }>(`/api/questions/${question}/answers`, { body }).catch((error: unknown) => this.failed(error));
      if (posted) this.acknowledge(posted.id, body);
      else await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
