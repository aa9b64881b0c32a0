import { type Configuration, errors, interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import type { AccountStore } from './account-store.js';
import { API_AUDIENCE, API_RESOURCE, API_SCOPES, firstPartyClients, NATIVE_CLIENT, OIDC_SCOPES, REALM_PATH } from './clients.js';
import { expiredView, problemView } from './issuer-views.js';
import { logoutSource, postLogoutSuccessSource } from './logout.js';
import { PayloadStore, type PayloadStoreParts, PayloadSweeper } from './payload-store.js';
import { sendKoaPage } from './send-page.js';
import type { KeySet } from './signing-keys.js';
import { findAccount, tokenClaims } from './token-claims.js';


const OIDC = '/protocol/openid-connect';
const DAY = 24 * 3600;

export interface ProviderParts {
  publicUrl: string;
  keys: KeySet;
  storage: PayloadStoreParts;
  accounts: AccountStore;
  webSecret: string;
  cookieKey: string;
  accessTokenSeconds: number;
  refreshTokenSeconds: number;
}

/** Log in and registration are pages of ours; nobody is asked for consent to our own two clients. */
function policy(): Configuration['interactions'] {
  const prompts = interactionPolicy.base();
  prompts.get('consent')?.checks.remove('native_client_prompt');
  prompts.add(new interactionPolicy.Prompt({ name: 'create', requestable: true }), 0);
  return { policy: prompts, url: (_ctx, interaction) => `${REALM_PATH}/interaction/${interaction.uid}` };
}

async function firstPartyGrant(ctx: KoaContextWithOIDC) {
  const { client, session, account, provider } = ctx.oidc;
  const grantId = session?.grantIdFor(client!.clientId);
  const existing = grantId === undefined ? undefined : await provider.Grant.find(grantId);
  if (existing && existing.accountId === account!.accountId) return existing;
  const grant = new provider.Grant({ clientId: client!.clientId, accountId: account!.accountId });
  grant.addOIDCScope(OIDC_SCOPES);
  grant.addResourceScope(API_RESOURCE, API_SCOPES);
  await grant.save();
  return grant;
}

function features(parts: ProviderParts): Configuration['features'] {
  return {
    devInteractions: { enabled: false },
    dPoP: { enabled: false },
    pushedAuthorizationRequests: { enabled: false },
    // It refuses access tokens made for an audience; a small route of ours answers instead.
    userinfo: { enabled: false },
    revocation: { enabled: true, allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId },
    rpInitiatedLogout: { enabled: true, logoutSource: logoutSource(parts.publicUrl), postLogoutSuccessSource: postLogoutSuccessSource(parts.publicUrl) },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => API_RESOURCE,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: API_SCOPES,
        audience: API_AUDIENCE,
        accessTokenFormat: 'jwt',
        accessTokenTTL: parts.accessTokenSeconds,
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  };
}

function lives(parts: ProviderParts): Configuration['ttl'] {
  return {
    AccessToken: parts.accessTokenSeconds,
    AuthorizationCode: 60,
    Grant: 180 * DAY,
    IdToken: 3600,
    Interaction: 3600,
    RefreshToken: parts.refreshTokenSeconds,
    // Only spares a second log-in in the same browser on the same day; what keeps people signed in is the session of the site or app.
    Session: DAY,
  };
}

function cookies({ publicUrl, cookieKey }: ProviderParts): Configuration['cookies'] {
  const cookie = { httpOnly: true, sameSite: 'lax', secure: publicUrl.startsWith('https:'), signed: true } as const;
  return {
    keys: [cookieKey],
    names: { session: 'cairn_sso', interaction: 'cairn_interaction', resume: 'cairn_resume' },
    long: { ...cookie, path: REALM_PATH },
    short: cookie,
  };
}

/** oidc-provider's configuration: every default that it warns about is replaced, no feature is on that nobody uses. */
export function providerConfiguration(parts: ProviderParts): Configuration {
  const sweeper = new PayloadSweeper(parts.storage);
  const claimParts = { accounts: parts.accounts, members: parts.storage.members };
  const endpoint = (path: string): string => `${parts.publicUrl}${REALM_PATH}${OIDC}${path}`;
  return {
    adapter: (model) => new PayloadStore(model, parts.storage, sweeper),
    clients: firstPartyClients(parts.publicUrl, parts.webSecret),
    jwks: parts.keys.privateJwks,
    claims: { openid: ['sub'], profile: ['preferred_username', 'name'], email: ['email', 'email_verified'] },
    scopes: OIDC_SCOPES.split(' '),
    responseTypes: ['code'],
    clientAuthMethods: ['client_secret_post', 'client_secret_basic', 'none'],
    clientBasedCORS: () => false,
    cookies: cookies(parts),
    discovery: { userinfo_endpoint: endpoint('/userinfo'), introspection_endpoint: endpoint('/token/introspect') },
    // Refresh tokens outlive the browser's session at the issuer; logging out takes them back by their grant.
    expiresWithSession: () => false,
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    // A public client's refresh token is used once (RFC 9700 §4.14.2); our server proves itself by its secret and survives a crash half-way.
    rotateRefreshToken: (ctx) => ctx.oidc.client?.clientId === NATIVE_CLIENT,
    pkce: { required: () => true },
    extraTokenClaims: tokenClaims(claimParts),
    features: features(parts),
    findAccount: findAccount(claimParts),
    interactions: policy(),
    loadExistingGrant: firstPartyGrant,
    renderError: (ctx, _out, error) => sendKoaPage(ctx, error instanceof errors.SessionNotFound ? expiredView(parts.publicUrl) : problemView(parts.publicUrl, ctx.status)),
    routes: {
      authorization: `${OIDC}/auth`,
      end_session: `${OIDC}/logout`,
      jwks: `${OIDC}/certs`,
      revocation: `${OIDC}/revoke`,
      token: `${OIDC}/token`,
    },
    ttl: lives(parts),
  };
}
