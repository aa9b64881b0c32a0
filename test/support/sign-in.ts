import { randomBytes } from 'node:crypto';
import { type AppTokens, FormBrowser, formsOf, signInApp, submitLogIn, type Visit, type VisitOptions } from '#libs/sign-in/testing';

export { askForTokens, FormBrowser, formsOf, redeemCode, signInApp, startCodeFlow, submitLogIn } from '#libs/sign-in/testing';

export interface Person {
  email: string;
  handle: string;
  displayName: string;
  password: string;
}

export interface ApiAnswer<T = Record<string, unknown>> {
  status: number;
  headers: Headers;
  body: T;
}

/** Somebody nobody else has made. */
export function newPerson(prefix = 'person'): Person {
  const handle = `${prefix}-${randomBytes(5).toString('hex')}`;
  return { email: `${handle}@example.org`, handle, displayName: `The ${prefix}`, password: 'glacier umbrella tin' };
}

/** One request with whatever credential; JSON in, JSON out. */
export async function callApi<T = Record<string, unknown>>(url: string, method: string, headers: Record<string, string>, body?: unknown): Promise<ApiAnswer<T>> {
  const response = await fetch(url, {
    method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
    redirect: 'manual',
  });
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(text) : text) as T };
}

/** A browser that is signed in to the site. */
export class SignedIn {
  constructor(
    readonly site: string,
    readonly person: Person,
    readonly browser: FormBrowser,
  ) {}

  get cookie(): string {
    return `cairn_session=${this.browser.cookie('cairn_session')}`;
  }

  /** A request as one of our own pages makes it. */
  call<T = Record<string, unknown>>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<ApiAnswer<T>> {
    return callApi<T>(this.site + path, method, { cookie: this.cookie, origin: new URL(this.site).origin, ...headers }, body);
  }
}

function expectSession(browser: FormBrowser, visit: Visit): void {
  if (browser.cookie('cairn_session') === undefined) throw new Error(`not signed in: ${visit.status} ${visit.url} ${visit.body.slice(0, 300)}`);
}

/** Fills in a registration form, whichever issuer shows it: Keycloak asks for first and last name, and the password twice. */
export function submitRegistration(browser: FormBrowser, page: Visit, person: Person, options: VisitOptions = {}): Promise<Visit> {
  const { email, handle, displayName, password } = person;
  if (formsOf(page).some((form) => 'handle' in form.values)) return browser.submit(page, { email, handle, displayName, password }, options);
  const [firstName = '', ...rest] = displayName.split(' ');
  return browser.submit(page, { username: handle, email, firstName, lastName: rest.join(' '), password, 'password-confirm': password }, options);
}

/** Registers through the pages, as a person does. */
export async function register(site: string, person: Person = newPerson(), browser = new FormBrowser({ 'user-agent': 'Test Browser/1.0' })): Promise<SignedIn> {
  const form = await browser.visit(`${site}/auth/register`);
  expectSession(browser, await submitRegistration(browser, form, person));
  return new SignedIn(site, person, browser);
}

/** Who signs people in to this site: the built-in issuer or a realm of Keycloak, as the site's own log-in link says. */
export async function issuerOf(site: string): Promise<string> {
  const answer = await fetch(`${site}/auth/login`, { redirect: 'manual' });
  return new URL(answer.headers.get('location') ?? '', site).href.replace(/\/protocol\/.*$/, '');
}

/** Logs in through the pages. */
export async function logIn(site: string, person: Person, options: { browser?: FormBrowser; returnTo?: string } = {}): Promise<SignedIn & { visit: Visit }> {
  const browser = options.browser ?? new FormBrowser();
  const query = options.returnTo === undefined ? '' : `?returnTo=${encodeURIComponent(options.returnTo)}`;
  let visit = await browser.visit(`${site}/auth/login${query}`);
  if (visit.body.includes('type="password"')) visit = await submitLogIn(browser, visit, person);
  expectSession(browser, visit);
  return Object.assign(new SignedIn(site, person, browser), { visit });
}

/** Signs an app in by code and PKCE. */
export async function logInApp(site: string, person: Person, scope = 'openid profile email read write'): Promise<AppTokens> {
  return signInApp(await issuerOf(site), new FormBrowser(), person, { scope });
}
