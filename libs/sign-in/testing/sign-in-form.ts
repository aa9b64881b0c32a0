import { createHash, randomBytes } from 'node:crypto';
import { formsOf, type FormBrowser, type Visit, type VisitOptions } from './form-browser.js';

/** Fills in a log-in form, whichever issuer shows it: the field beside the password is called `identifier` here, `username` by Keycloak. */
export function submitLogIn(browser: FormBrowser, page: Visit, who: { email: string; password: string }, options: VisitOptions = {}): Promise<Visit> {
  const isOurs = formsOf(page).some((form) => 'identifier' in form.values);
  return browser.submit(page, { [isOurs ? 'identifier' : 'username']: who.email, password: who.password }, options);
}

export interface CodeFlow {
  authorizationUrl: string;
  codeVerifier: string;
  state: string;
  nonce: string;
  redirectUri: string;
}

/** Starts authorization code + PKCE as an app does. `issuer` like `http://host/realms/cairn`. */
export function startCodeFlow(issuer: string, options: { clientId?: string; redirectUri?: string; scope?: string; extra?: Record<string, string> } = {}): CodeFlow {
  const codeVerifier = randomBytes(32).toString('base64url');
  const state = randomBytes(8).toString('hex');
  const nonce = randomBytes(8).toString('hex');
  const redirectUri = options.redirectUri ?? 'http://127.0.0.1:4321/callback';
  const query = new URLSearchParams({
    client_id: options.clientId ?? 'cairn-native',
    response_type: 'code',
    scope: options.scope ?? 'openid profile email read write',
    redirect_uri: redirectUri,
    state,
    nonce,
    code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...options.extra,
  });
  return { authorizationUrl: `${issuer}/protocol/openid-connect/auth?${query}`, codeVerifier, state, nonce, redirectUri };
}

export interface AppTokens {
  access_token: string;
  refresh_token: string;
  id_token?: string;
  expires_in: number;
}

/** The token endpoint, as an app asks it. */
export async function askForTokens(issuer: string, form: Record<string, string>): Promise<{ status: number; body: AppTokens & { error?: string } }> {
  const response = await fetch(`${issuer}/protocol/openid-connect/token`, {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: new URLSearchParams({ client_id: 'cairn-native', ...form }),
  });
  return { status: response.status, body: (await response.json()) as AppTokens & { error?: string } };
}

export function redeemCode(issuer: string, flow: CodeFlow, code: string, clientId = 'cairn-native'): ReturnType<typeof askForTokens> {
  return askForTokens(issuer, { client_id: clientId, grant_type: 'authorization_code', code, code_verifier: flow.codeVerifier, redirect_uri: flow.redirectUri });
}

/** Signs an app in from the start to its tokens, through the log-in form. */
export async function signInApp(issuer: string, browser: FormBrowser, who: { email: string; password: string }, options: Parameters<typeof startCodeFlow>[1] = {}): Promise<AppTokens> {
  const flow = startCodeFlow(issuer, options);
  const stopAt = (url: string): boolean => url.startsWith(flow.redirectUri);
  let visit = await browser.visit(flow.authorizationUrl, { stopAt });
  if (!stopAt(visit.url)) visit = await submitLogIn(browser, visit, who, { stopAt });
  const code = new URL(visit.url).searchParams.get('code');
  if (!code) throw new Error(`no code: ${visit.status} ${visit.url} ${visit.body.slice(0, 300)}`);
  const { status, body } = await redeemCode(issuer, flow, code, options.clientId);
  if (status !== 200) throw new Error(`token endpoint answered ${status} ${JSON.stringify(body)}`);
  return body;
}
