import { AppError, type Clock } from '#libs/kernel';
import { ACCOUNTS_ELSEWHERE, SIGN_IN_UNAVAILABLE } from '../../sign-in.errors.js';

export interface KeycloakAdminOptions {
  /** Keycloak as this process reaches it, without a slash at the end. */
  url: string;
  realm: string;
  clientId: string;
  clientSecret: string;
  clock: Clock;
}

export interface AdminAnswer {
  status: number;
  /** Parsed JSON, or undefined. */
  body: unknown;
  /** Of what was made. */
  location: string | null;
}

const TIMEOUT_MS = 1_800;
/** Hashing a password takes its time, on purpose. */
const WRITE_TIMEOUT_MS = 10_000;
const RENEW_BEFORE_MS = 20_000;

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function unavailable(cause: unknown): AppError {
  return new AppError(SIGN_IN_UNAVAILABLE, { retryAfter: 5, cause });
}

/** Keycloak's admin interface, as the service account of our client. */
export class KeycloakAdmin {
  private token: { value: string; until: number } | undefined;
  private pending: Promise<string> | undefined;

  constructor(private readonly options: KeycloakAdminOptions) {}

  get realm(): string {
    return this.options.realm;
  }

  /** @throws AUTH.SIGN_IN_UNAVAILABLE; AUTH.ACCOUNTS_ELSEWHERE when the service account may not do that */
  async ask(method: string, path: string, body?: unknown): Promise<AdminAnswer> {
    const url = `${this.options.url}/admin/realms/${encodeURIComponent(this.options.realm)}${path}`;
    let answer = await this.send(method, url, body, await this.bearer());
    // The realm's keys or our client may have changed since the token was made.
    if (answer.status === 401) answer = await this.send(method, url, body, await this.bearer(true));
    if (answer.status === 401 || answer.status === 403) throw this.forbidden(method);
    return answer;
  }

  private forbidden(method: string): AppError {
    const { realm, clientId } = this.options;
    const role = method === 'GET' ? 'view-users' : 'manage-users';
    const fix = `do it in Keycloak's admin console (realm ${realm}), or give the service account of ${clientId} the role ${role} of realm-management`;
    return new AppError(ACCOUNTS_ELSEWHERE, { detail: `Keycloak does not let Cairn do that: ${fix}` });
  }

  private async send(method: string, url: string, body: unknown, token: string): Promise<AdminAnswer> {
    const headers = { authorization: `Bearer ${token}`, accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
    const timeout = method === 'GET' ? TIMEOUT_MS : WRITE_TIMEOUT_MS;
    return this.call(url, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) }, timeout);
  }

  private async call(url: string, init: RequestInit, timeoutMs: number): Promise<AdminAnswer> {
    let answer: AdminAnswer;
    try {
      const response = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
      answer = { status: response.status, body: parse(await response.text()), location: response.headers.get('location') };
    } catch (cause) {
      throw unavailable(cause);
    }
    if (answer.status >= 500 || answer.status === 429) throw unavailable(new Error(`Keycloak answered ${answer.status}`));
    return answer;
  }

  private async bearer(isStale = false): Promise<string> {
    const known = this.token;
    if (known && !isStale && known.until > this.options.clock.now().getTime()) return known.value;
    this.pending ??= this.renew().finally(() => {
      this.pending = undefined;
    });
    return this.pending;
  }

  /** RFC 6749 §4.4. */
  private async renew(): Promise<string> {
    const { url, realm, clientId, clientSecret, clock } = this.options;
    const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret });
    const { status, body } = await this.call(`${url}/realms/${encodeURIComponent(realm)}/protocol/openid-connect/token`, { method: 'POST', body: form }, TIMEOUT_MS);
    const { access_token: value, expires_in: seconds = 0, error } = (body ?? {}) as { access_token?: string; expires_in?: number; error?: string };
    if (status === 200 && value) {
      this.token = { value, until: clock.now().getTime() + seconds * 1000 - RENEW_BEFORE_MS };
      return value;
    }
    const detail = `Keycloak refused the client ${clientId} of realm ${realm} (${error ?? status}): check KEYCLOAK_CLIENT_ID, KEYCLOAK_CLIENT_SECRET, and that its service account is on`;
    throw new AppError(ACCOUNTS_ELSEWHERE, { detail });
  }
}
