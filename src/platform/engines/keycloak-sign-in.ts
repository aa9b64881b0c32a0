import { ConfigError } from '#libs/config';
import { signInConfig } from '#libs/sign-in';
import type { Runtime } from '../runtime/runtime.js';
import type { SignInParts } from './sign-in-parts.js';

const API_AUDIENCE = 'cairn-api';
const NATIVE_CLIENT = 'cairn-native';

/** Sign-in through Keycloak. @throws ConfigError when a setting is missing */
export async function keycloakSignIn(runtime: Runtime): Promise<SignInParts> {
  const { KEYCLOAK_URL: publicUrl, KEYCLOAK_BACKCHANNEL_URL: url = publicUrl, KEYCLOAK_REALM: realm, KEYCLOAK_CLIENT_ID: clientId, KEYCLOAK_CLIENT_SECRET: clientSecret } = runtime.configuration.of(signInConfig);
  if (!publicUrl || !url) throw new ConfigError([{ variable: 'KEYCLOAK_URL', message: 'is required: the people of this site sign in through Keycloak' }]);
  if (!clientSecret) throw new ConfigError([{ variable: 'KEYCLOAK_CLIENT_SECRET', message: 'is required: the people of this site sign in through Keycloak' }]);
  const [{ KeycloakAccountDirectory, KeycloakAdmin, NoRoutes }, { httpKeySource, OidcSignIn, OidcTokenVerifier }] = await Promise.all([import('#libs/sign-in/keycloak'), import('#libs/sign-in/oidc')]);
  const { clock, logger } = runtime;
  const path = `/realms/${encodeURIComponent(realm)}`;
  const backChannel = (): string => url + path;
  const issuer = (): string => publicUrl + path;
  const shared = { issuerKey: issuer(), issuer, keys: httpKeySource(() => `${backChannel()}/protocol/openid-connect/certs`), clock };
  const verifier = new OidcTokenVerifier({ ...shared, audience: API_AUDIENCE });
  const signIn = new OidcSignIn({ ...shared, isOutside: true, name: 'Keycloak', backChannel, clientId, clientSecret, otherClients: [NATIVE_CLIENT], logger }, verifier);
  const accounts = new KeycloakAccountDirectory(new KeycloakAdmin({ url, realm, clientId, clientSecret, clock }));
  return { verifier, signIn, routes: new NoRoutes(), accounts };
}
