import type { InjectOptions } from 'fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Problem } from '#libs/http';

export interface Call {
  /** Handle of the member who asks, with scopes if need be (`ada:read`); nobody when left out. */
  as?: string;
  /** Sent as JSON; a string or bytes as they are. */
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Answer<T> {
  status: number;
  headers: Record<string, string | undefined>;
  text: string;
  bytes: Buffer;
  body: T;
}

/** The Authorization header of a member, named as in `Call.as`. */
export type Credentials = (as: string) => Promise<string>;

const stubbed: Credentials = (as) => Promise.resolve(`Test ${as}`);

/** Calls routes without a port. */
export class ApiCaller {
  constructor(
    private readonly app: NestFastifyApplication,
    private readonly credentials: Credentials = stubbed,
  ) {}

  // The shape of an answer is what a test is about: it says which one it expects.
  async send<T = Record<string, never>>(method: string, url: string, { as, body, headers = {} }: Call = {}): Promise<Answer<T>> {
    const credentials = as === undefined ? {} : { authorization: await this.credentials(as) };
    const raw = typeof body === 'string' || Buffer.isBuffer(body) || body === undefined;
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const response = await this.app.inject({
      method: method as InjectOptions['method'],
      url,
      headers: { ...type, ...credentials, ...headers },
      payload: raw ? (body) : JSON.stringify(body),
    });
    const answer = { status: response.statusCode, headers: response.headers as Record<string, string | undefined>, text: response.body, bytes: response.rawPayload };
    return { ...answer, body: parse(response.headers['content-type'], response.headers['content-encoding'], response.body) as T };
  }

  get<T>(url: string, call?: Call): Promise<Answer<T>> {
    return this.send<T>('GET', url, call);
  }

  post<T>(url: string, call: Call): Promise<Answer<T>> {
    return this.send<T>('POST', url, call);
  }

  /** A call that must fail: its problem document. */
  async problem(method: string, url: string, call?: Call): Promise<Problem> {
    const { status, headers, body, text } = await this.send<Problem>(method, url, call);
    if (status < 400) throw new Error(`${method} ${url} answered ${status}: ${text}`);
    if (headers['content-type'] !== 'application/problem+json; charset=utf-8') throw new Error(`${method} ${url} answered ${status} with ${headers['content-type']}: ${text}`);
    return body;
  }
}

function parse(type: unknown, encoding: unknown, text: string): unknown {
  return typeof type === 'string' && type.includes('json') && encoding === undefined && text !== '' ? JSON.parse(text) : undefined;
}
