import { SystemClock } from '#libs/kernel';
import { KeycloakAccountDirectory, KeycloakAdmin } from '../src/adapters/keycloak/index.js';
import { httpKeySource, OidcSignIn, OidcTokenVerifier } from '../src/adapters/oidc/index.js';
import { keycloakRealm, type KeycloakRealm, type KeycloakRealmOptions } from './keycloak-realm.js';

/** The adapters for Keycloak on a realm of their own, as the platform puts them together. */
export interface KeycloakSite {
  realm: KeycloakRealm;
  signIn: OidcSignIn;
  verifier: OidcTokenVerifier;
  accounts: KeycloakAccountDirectory;
  /** The same client over another back channel. */
  signInVia(base: string): OidcSignIn;
  /** The same verifier, knowing no key yet, that reads them from elsewhere. */
  verifierVia(base: string): OidcTokenVerifier;
  close(): Promise<void>;
}

export async function keycloakSite(options: KeycloakRealmOptions): Promise<KeycloakSite> {
  const realm = await keycloakRealm(options);
  const { issuer, clientId, clientSecret, url, name } = realm;
  const clock = new SystemClock();
  const verifierVia = (base: string): OidcTokenVerifier =>
    new OidcTokenVerifier({ issuerKey: issuer, issuer: () => issuer, audience: 'cairn-api', keys: httpKeySource(() => `${base}/protocol/openid-connect/certs`), clock });
  const verifier = verifierVia(issuer);
  const client = { issuerKey: issuer, isOutside: true, name: 'Keycloak', issuer: () => issuer, clientId, clientSecret, otherClients: ['cairn-native'], clock };
  const keys = httpKeySource(() => `${issuer}/protocol/openid-connect/certs`);
  const signInVia = (base: string): OidcSignIn => new OidcSignIn({ ...client, keys, backChannel: () => base }, verifier);
  const accounts = new KeycloakAccountDirectory(new KeycloakAdmin({ url, realm: name, clientId, clientSecret, clock }));
  return { realm, signIn: signInVia(issuer), verifier, accounts, signInVia, verifierVia, close: () => realm.drop() };
}
