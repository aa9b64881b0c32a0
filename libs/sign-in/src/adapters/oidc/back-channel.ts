import { AppError } from '#libs/kernel';
import type { Logger } from '#libs/observability';
import { SIGN_IN_UNAVAILABLE } from '../../sign-in.errors.js';

export interface BackChannelOptions {
  /** The issuer as this process reaches it; asked on every call, the port may be known late. */
  base: () => string;
  logger?: Logger;
}

const RETRY_AFTER_SECONDS = 5;

/** Calls from our server to the issuer. That it went away or came back is logged once, not per call. */
export class BackChannel {
  private isDown = false;

  constructor(private readonly options: BackChannelOptions) {}

  /** The issuer's answer, whatever its status. @throws AUTH.SIGN_IN_UNAVAILABLE when none comes in time, or one of trouble on its side */
  async post(path: string, form: Record<string, string>, timeoutMs: number): Promise<Response> {
    return this.ask(path, { method: 'POST', body: new URLSearchParams(form) }, timeoutMs);
  }

  async get(path: string, timeoutMs: number): Promise<Response> {
    return this.ask(path, {}, timeoutMs);
  }

  /** The issuer answers, but not to us: a setting is wrong, and asking again will not help. */
  misconfigured(reason: string): AppError {
    return this.unavailable(new Error(reason));
  }

  private async ask(path: string, init: RequestInit, timeoutMs: number): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(this.options.base() + path, { ...init, headers: { accept: 'application/json' }, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
      // Read to the end here: an answer that breaks off is none.
      response = new Response(response.status === 204 ? null : await response.text(), response);
    } catch (error) {
      throw this.unavailable(error);
    }
    if (response.status >= 500 || response.status === 429) throw this.unavailable(new Error(`the issuer answered ${response.status}`));
    if (this.isDown) this.options.logger?.info('the issuer answers again');
    this.isDown = false;
    return response;
  }

  private unavailable(cause: unknown): AppError {
    if (!this.isDown) this.options.logger?.warn('the issuer cannot be reached', { err: cause });
    this.isDown = true;
    return new AppError(SIGN_IN_UNAVAILABLE, { retryAfter: RETRY_AFTER_SECONDS, cause });
  }
}
