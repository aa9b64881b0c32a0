import type { ClientMetadata } from 'oidc-provider';

export const REALM_PATH = '/realms/cairn';
export const WEB_CLIENT = 'cairn-web';
export const NATIVE_CLIENT = 'cairn-native';
/** The audience of access tokens, and its name as a resource indicator (RFC 8707 wants a URI). */
export const API_AUDIENCE = 'cairn-api';
export const API_RESOURCE = 'urn:cairn:api';
export const API_SCOPES = 'read write moderate admin';
export const OIDC_SCOPES = 'openid profile email offline_access';

const NATIVE_REDIRECTS = ['http://127.0.0.1/callback', 'http://[::1]/callback', 'cairn://callback'];

/** Our own two clients; there is no registration of others. A loopback redirect of the native one matches on any port (RFC 8252 §7.3). */
export function firstPartyClients(publicUrl: string, webSecret: string): ClientMetadata[] {
  const shared = {
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'] as ['code'],
    id_token_signed_response_alg: 'RS256' as const,
    scope: OIDC_SCOPES,
  };
  return [
    {
      ...shared,
      client_id: WEB_CLIENT,
      client_name: 'Cairn in the browser',
      client_secret: webSecret,
      token_endpoint_auth_method: 'client_secret_post',
      application_type: 'web',
      redirect_uris: [`${publicUrl}/auth/callback`],
      post_logout_redirect_uris: [`${publicUrl}/`],
    },
    {
      ...shared,
      client_id: NATIVE_CLIENT,
      client_name: 'Cairn apps',
      token_endpoint_auth_method: 'none',
      application_type: 'native',
      redirect_uris: NATIVE_REDIRECTS,
      post_logout_redirect_uris: NATIVE_REDIRECTS,
    },
  ];
}
