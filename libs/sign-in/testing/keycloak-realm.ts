import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { engineUrl } from '#libs/testing';

export interface KeycloakRealmOptions {
  /** Where the site is that signs people in here; its `/auth/callback` is the redirect URI. */
  publicUrl: string;
  /** The service account may only look, as in the realm that is shipped. */
  readOnly?: boolean;
}

interface AdminResponse<T> {
  status: number;
  body: T;
  location: string | null;
}

/** A realm of a test's own on the real Keycloak, made of the file that is shipped. */
export interface KeycloakRealm {
  url: string;
  name: string;
  /** `iss` of its tokens. */
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** What a Cairn needs to sign people in here. */
  env: Record<string, string>;
  /** The admin interface as the server's administrator; paths below the realm. */
  admin<T>(method: string, path: string, body?: unknown): Promise<AdminResponse<T>>;
  drop(): Promise<void>;
}

interface RealmFile {
  realm: string;
  passwordPolicy: string;
  users: { clientRoles: Record<string, string[]> }[];
}

const FILE = path.resolve(import.meta.dirname, '../../../docker/keycloak/realm-cairn.json');
const PLACEHOLDER = /\$\{([A-Z_]+)(?::([^}]*))?\}/g;

function fromShippedFile(values: Record<string, string>): RealmFile {
  return JSON.parse(readFileSync(FILE, 'utf8').replaceAll(PLACEHOLDER, (_, name: string, otherwise = '') => values[name] ?? String(otherwise))) as RealmFile;
}

async function adminToken(url: string): Promise<string> {
  const form = { grant_type: 'password', client_id: 'admin-cli', username: 'admin', password: engineUrl('KEYCLOAK_ADMIN_PASSWORD') };
  const response = await fetch(`${url}/realms/master/protocol/openid-connect/token`, { method: 'POST', body: new URLSearchParams(form) });
  const { access_token: token } = (await response.json()) as { access_token?: string };
  if (!token) throw new Error(`Keycloak's administrator could not log in: ${response.status}`);
  return token;
}

async function askAdmin<T>(url: string, method: string, at: string, body?: unknown): Promise<AdminResponse<T>> {
  const headers = { authorization: `Bearer ${await adminToken(url)}`, 'content-type': 'application/json' };
  const response = await fetch(`${url}/admin/realms${at}`, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as T, location: response.headers.get('location') };
}

/** Differs from what is shipped where a test must: quick password hashing, and a service account that may make accounts. */
export async function keycloakRealm(options: KeycloakRealmOptions): Promise<KeycloakRealm> {
  const url = engineUrl('KEYCLOAK_URL');
  const name = `test-${randomBytes(6).toString('hex')}`;
  const clientSecret = randomBytes(24).toString('base64url');
  const { publicUrl } = options;
  const realm = fromShippedFile({ KEYCLOAK_REALM: name, KEYCLOAK_CLIENT_SECRET: clientSecret, CAIRN_PUBLIC_URL: publicUrl, CAIRN_BACKCHANNEL_URL: publicUrl });
  realm.passwordPolicy += ' and hashAlgorithm(pbkdf2-sha256) and hashIterations(1000)';
  if (!options.readOnly) realm.users[0]!.clientRoles['realm-management']!.push('manage-users');
  const { status, body } = await askAdmin(url, 'POST', '', realm);
  if (status !== 201) throw new Error(`Keycloak did not take the realm: ${status} ${JSON.stringify(body)}`);
  const admin = <T>(method: string, at: string, data?: unknown): Promise<AdminResponse<T>> => askAdmin<T>(url, method, `/${name}${at}`, data);
  const drop = async (): Promise<void> => void (await admin('DELETE', ''));
  const env = { KEYCLOAK_URL: url, KEYCLOAK_REALM: name, KEYCLOAK_CLIENT_SECRET: clientSecret };
  return { url, name, issuer: `${url}/realms/${name}`, clientId: 'cairn-web', clientSecret, env, admin, drop };
}
