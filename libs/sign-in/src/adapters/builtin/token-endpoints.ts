import type { ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import { AppError } from '#libs/kernel';
import { sql, type SqlReader } from '#libs/persistence';
import type { TokenVerifier, VerifiedToken } from '../../token-verifier.port.js';
import { NATIVE_CLIENT, WEB_CLIENT } from './clients.js';
import { field } from './form-body.js';
import { revokeGrantsOf } from './logout.js';
import type { PageRequest } from './page-request.js';

const OIDC = '/protocol/openid-connect';
const GRANT = sql<{ model: string }>(
  'sign-in.grant-lives',
  `select model from sign_in.payloads where model = 'Grant' and id_hash = $1 and expires_at > now()`,
);

function answer(response: ServerResponse, status: number, body?: object, headers: Record<string, string> = {}): void {
  const text = body === undefined ? '' : JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers, 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

/** What oidc-provider does not offer for tokens made for an API, and Keycloak's log-out by refresh token. */
export class TokenEndpoints {
  constructor(
    private readonly verifier: TokenVerifier,
    private readonly reader: SqlReader,
  ) {}

  matches(method: string, path: string): boolean {
    if (path === `${OIDC}/userinfo`) return method === 'GET' || method === 'POST';
    return method === 'POST' && (path === `${OIDC}/token/introspect` || path === `${OIDC}/logout`);
  }

  async handle(provider: Provider, page: PageRequest): Promise<void> {
    if (page.path === `${OIDC}/userinfo`) return this.userinfo(page);
    const form = page.form ?? new URLSearchParams();
    const clientId = await this.authenticate(provider, form);
    if (clientId === null) return answer(page.response, 401, { error: 'invalid_client' });
    return page.path === `${OIDC}/logout` ? this.logout(provider, page, form, clientId) : this.introspect(page, form, clientId);
  }

  /** OpenID Connect Core §5.3. */
  private async userinfo({ request, response }: PageRequest): Promise<void> {
    const token = /^Bearer ([^\s]+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const verified = token === undefined ? null : await this.verify(token);
    if (!verified) {
      return answer(response, 401, { error: 'invalid_token' }, { 'www-authenticate': `Bearer realm="cairn"${token === undefined ? '' : ', error="invalid_token"'}` });
    }
    const { sub, profile } = verified;
    answer(response, 200, { sub, preferred_username: profile.handle, name: profile.displayName, email: profile.email, email_verified: profile.emailVerified });
  }

  /** RFC 7662, for access tokens. Only our own server may ask. */
  private async introspect({ response }: PageRequest, form: URLSearchParams, clientId: string): Promise<void> {
    const verified = clientId === WEB_CLIENT ? await this.verify(field(form, 'token')) : null;
    if (!verified) return answer(response, 200, { active: false });
    const { sub, sid, scopes, expiresAt, issuedAt, jti, profile } = verified;
    answer(response, 200, { active: true, token_type: 'Bearer', sub, sid, jti, username: profile.handle, client_id: verified.clientId, scope: scopes.join(' '), exp: expiresAt, iat: issuedAt });
  }

  /** Ends the browser session and the family behind a refresh token, as Keycloak does. */
  private async logout(provider: Provider, { response }: PageRequest, form: URLSearchParams, clientId: string): Promise<void> {
    const token = await provider.RefreshToken.find(field(form, 'refresh_token'), { ignoreExpiration: true });
    if (token && token.clientId === clientId) {
      const session = token.sessionUid === undefined ? undefined : await provider.Session.findByUid(token.sessionUid);
      if (session && session.accountId === token.accountId) {
        await revokeGrantsOf(provider, session);
        await session.destroy();
      }
      if (token.grantId !== undefined) await provider.Grant.adapter.destroy(token.grantId);
    }
    answer(response, 204);
  }

  private async authenticate(provider: Provider, form: URLSearchParams): Promise<string | null> {
    const clientId = field(form, 'client_id');
    if (clientId === NATIVE_CLIENT) return clientId;
    if (clientId !== WEB_CLIENT) return null;
    const client = await provider.Client.find(clientId);
    return client && (await client.compareClientSecret(field(form, 'client_secret'))) ? clientId : null;
  }

  /** A sound token whose grant still stands. */
  private async verify(jwt: string): Promise<VerifiedToken | null> {
    try {
      const verified = await this.verifier.verify(jwt);
      const grant = verified.sid && (await this.reader.one(GRANT, [Buffer.from(verified.sid, 'base64url')]));
      return grant ? verified : null;
    } catch (error) {
      if (error instanceof AppError && error.definition.kind === 'unauthenticated') return null;
      throw error;
    }
  }
}

