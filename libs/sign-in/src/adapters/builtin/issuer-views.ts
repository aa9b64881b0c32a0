import { type Field, renderFormPage } from '../../pages/form-page.js';
import { renderMessagePage } from '../../pages/message-page.js';
import type { RenderedPage } from '../../pages/page.js';
import { WORDS } from '../../pages/words.js';
import { REALM_PATH } from './clients.js';
import type { RegistrationErrors } from './registration.js';

/** What a page needs to know of the log-in under way. */
export interface InteractionView {
  publicUrl: string;
  /** Path of this interaction: `/realms/cairn/interaction/{uid}`. */
  path: string;
  /** Where the client waits for the answer. */
  formTarget?: string;
}

function home(publicUrl: string): string {
  return `${publicUrl}/`;
}

function logInLink(publicUrl: string): { href: string; label: string } {
  return { href: `${publicUrl}/auth/login`, label: WORDS.logIn };
}

const newPassword: Field = { name: 'password', label: WORDS.newPassword, type: 'password', autocomplete: 'new-password', hint: WORDS.passwordHint, maxLength: 512 };

export function logInView(view: InteractionView, state: { identifier?: string; alert?: string; status?: number } = {}): RenderedPage {
  return renderFormPage({
    title: WORDS.logInTitle,
    alert: state.alert,
    status: state.status,
    action: `${view.path}/login`,
    fields: [
      { name: 'identifier', label: WORDS.identifier, type: 'text', autocomplete: 'username', value: state.identifier ?? '', maxLength: 254 },
      { name: 'password', label: WORDS.password, type: 'password', autocomplete: 'current-password', maxLength: 512 },
    ],
    submit: WORDS.logIn,
    links: [
      { href: `${view.path}/register`, label: WORDS.toRegister },
      { href: `${REALM_PATH}/account/forgot`, label: WORDS.toForgot },
    ],
    homeUrl: home(view.publicUrl),
    formTarget: view.formTarget,
  });
}

export interface RegisterState {
  values?: Partial<Record<'email' | 'handle' | 'displayName', string>>;
  errors?: RegistrationErrors;
  alert?: string;
  status?: number;
}

export function registerView(view: InteractionView, { values = {}, errors = {}, alert, status }: RegisterState = {}): RenderedPage {
  const fields: Field[] = [
    { name: 'email', label: WORDS.email, type: 'email', autocomplete: 'email', hint: WORDS.emailHint, maxLength: 254 },
    { name: 'handle', label: WORDS.handle, type: 'text', autocomplete: 'username', hint: WORDS.handleHint, maxLength: 39 },
    { name: 'displayName', label: WORDS.displayName, type: 'text', autocomplete: 'name', hint: WORDS.displayNameHint, maxLength: 60 },
    { ...newPassword, label: WORDS.password },
  ];
  return renderFormPage({
    title: WORDS.registerTitle,
    alert: alert ?? (Object.keys(errors).length > 0 ? WORDS.formHasErrors : undefined),
    status,
    action: `${view.path}/register`,
    fields: fields.map((field) => ({ ...field, value: values[field.name as 'email'], error: errors[field.name as 'email'] })),
    submit: WORDS.register,
    links: [{ href: `${view.path}/login`, label: WORDS.toLogIn }],
    homeUrl: home(view.publicUrl),
    formTarget: view.formTarget,
  });
}

export function unverifiedView(view: InteractionView): RenderedPage {
  return renderMessagePage({ title: WORDS.unverifiedTitle, sentences: [WORDS.unverified, WORDS.checkMail], homeUrl: home(view.publicUrl), status: 403, link: logInLink(view.publicUrl) });
}

export function checkMailView(publicUrl: string): RenderedPage {
  return renderMessagePage({ title: WORDS.checkMailTitle, sentences: [WORDS.checkMail], homeUrl: home(publicUrl), link: logInLink(publicUrl) });
}

export function forgotView(publicUrl: string, alert?: string): RenderedPage {
  return renderFormPage({
    title: WORDS.forgotTitle,
    lead: WORDS.forgotLead,
    alert,
    status: alert === undefined ? 200 : 429,
    action: `${REALM_PATH}/account/forgot`,
    fields: [{ name: 'email', label: WORDS.email, type: 'email', autocomplete: 'email', maxLength: 254 }],
    submit: WORDS.forgot,
    links: [{ href: `${publicUrl}/auth/login`, label: WORDS.backToLogIn }],
    homeUrl: home(publicUrl),
  });
}

export function forgotSentView(publicUrl: string): RenderedPage {
  return renderMessagePage({ title: WORDS.forgotSentTitle, sentences: [WORDS.forgotSent], homeUrl: home(publicUrl), link: logInLink(publicUrl) });
}

export function verifyView(publicUrl: string, token: string, error?: string): RenderedPage {
  return renderFormPage({
    title: WORDS.verifyTitle,
    lead: WORDS.verifyLead,
    status: error === undefined ? 200 : 422,
    action: `${REALM_PATH}/account/verify`,
    hidden: { token },
    fields: [{ name: 'password', label: WORDS.password, type: 'password', autocomplete: 'current-password', maxLength: 512, error }],
    submit: WORDS.verify,
    links: [{ href: `${REALM_PATH}/account/forgot`, label: WORDS.toForgot }],
    homeUrl: home(publicUrl),
  });
}

export function resetView(publicUrl: string, token: string, error?: string): RenderedPage {
  return renderFormPage({
    title: WORDS.resetTitle,
    lead: WORDS.resetLead,
    status: error === undefined ? 200 : 422,
    action: `${REALM_PATH}/account/reset`,
    hidden: { token },
    fields: [{ ...newPassword, error }],
    submit: WORDS.reset,
    homeUrl: home(publicUrl),
  });
}

export function doneView(publicUrl: string, which: 'verified' | 'resetDone'): RenderedPage {
  return renderMessagePage({ title: WORDS[`${which}Title`], sentences: [WORDS[which]], homeUrl: home(publicUrl), link: logInLink(publicUrl) });
}

export function linkExpiredView(publicUrl: string): RenderedPage {
  return renderMessagePage({ title: WORDS.linkExpiredTitle, sentences: [WORDS.linkExpired], homeUrl: home(publicUrl), status: 410, link: logInLink(publicUrl) });
}

export function logoutView(publicUrl: string, action: string, xsrf: string, formTarget?: string): RenderedPage {
  return renderFormPage({
    title: WORDS.logoutTitle,
    lead: WORDS.logoutLead,
    action,
    hidden: { xsrf, logout: 'yes' },
    fields: [],
    submit: WORDS.logout,
    homeUrl: home(publicUrl),
    formTarget,
  });
}

export function loggedOutView(publicUrl: string): RenderedPage {
  return renderMessagePage({ title: WORDS.loggedOutTitle, sentences: [WORDS.loggedOut], homeUrl: home(publicUrl), link: { href: home(publicUrl), label: WORDS.toHome } });
}

/** The log-in was left open too long, or finished elsewhere. */
export function expiredView(publicUrl: string): RenderedPage {
  return renderMessagePage({ title: WORDS.expiredTitle, sentences: [WORDS.expired], homeUrl: home(publicUrl), status: 400, link: logInLink(publicUrl) });
}

/** A client asked for something impossible; what exactly is for its developer, in the log. */
export function problemView(publicUrl: string, status: number): RenderedPage {
  const isDown = status >= 500;
  const sentences = [isDown ? WORDS.down : WORDS.problem];
  return renderMessagePage({ title: isDown ? WORDS.downTitle : WORDS.problemTitle, sentences, homeUrl: home(publicUrl), status, link: { href: home(publicUrl), label: WORDS.toHome } });
}

export function notFoundView(publicUrl: string): RenderedPage {
  return renderMessagePage({ title: WORDS.notFoundTitle, sentences: [WORDS.notFound], homeUrl: home(publicUrl), status: 404, link: { href: home(publicUrl), label: WORDS.toHome } });
}
