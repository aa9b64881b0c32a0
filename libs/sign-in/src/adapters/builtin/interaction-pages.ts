import type { InteractionResults, Provider } from 'oidc-provider';
import { errors } from 'oidc-provider';
import type { RenderedPage } from '../../pages/page.js';
import { WORDS } from '../../pages/words.js';
import { REALM_PATH } from './clients.js';
import { field } from './form-body.js';
import { checkMailView, expiredView, type InteractionView, logInView, registerView, unverifiedView } from './issuer-views.js';
import type { LogIn } from './log-in.js';
import type { MailedActions } from './mailed-actions.js';
import type { PageRequest } from './page-request.js';
import type { Registration } from './registration.js';
import { redirect, sendPage } from './send-page.js';

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

const PATH = /^\/interaction\/([\w-]{10,64})(?:\/(login|register))?$/;

/**
 * The pages of a log-in under way. Their address holds the interaction's unguessable id, and the browser must hold the same id in a
 * signed SameSite cookie bound to that address: no other site can post these forms (and POSTs are held to our Origin besides).
 */
export class InteractionPages {
  constructor(
    private readonly logIn: LogIn,
    private readonly registration: Registration,
    private readonly mailed: MailedActions,
  ) {}

  matches(path: string): boolean {
    return PATH.test(path);
  }

  async handle(provider: Provider, page: PageRequest): Promise<void> {
    const [, uid, step] = PATH.exec(page.path)!;
    const interaction = await this.find(provider, page, uid!);
    if (!interaction) return sendPage(page.response, expiredView(page.publicUrl));
    const { prompt, params } = interaction;
    if (prompt.name === 'consent') return this.finish(provider, page, { consent: {} });
    const formTarget = typeof params['redirect_uri'] === 'string' ? params['redirect_uri'] : undefined;
    const view = { publicUrl: page.publicUrl, path: `${REALM_PATH}/interaction/${uid}`, formTarget };
    const wanted = step ?? (prompt.name === 'create' ? 'register' : 'login');
    if (page.form === undefined) {
      const hint = typeof params['login_hint'] === 'string' ? params['login_hint'] : undefined;
      return sendPage(page.response, wanted === 'register' ? registerView(view) : logInView(view, { identifier: hint }));
    }
    const outcome = wanted === 'register' ? await this.register(page, page.form, view) : await this.attempt(page, page.form, view);
    if ('sub' in outcome) return this.finish(provider, page, { login: { accountId: outcome.sub, remember: true }, create: {} });
    sendPage(page.response, outcome);
  }

  private async find(provider: Provider, page: PageRequest, uid: string): Promise<Interaction | null> {
    try {
      const interaction = await provider.interactionDetails(page.request, page.response);
      return interaction.uid === uid ? interaction : null;
    } catch (error) {
      if (error instanceof errors.SessionNotFound) return null;
      throw error;
    }
  }

  private async finish(provider: Provider, page: PageRequest, result: InteractionResults): Promise<void> {
    redirect(page.response, await provider.interactionResult(page.request, page.response, result, { mergeWithLastSubmission: true }));
  }

  private async attempt(page: PageRequest, form: URLSearchParams, view: InteractionView): Promise<{ sub: string } | RenderedPage> {
    const identifier = field(form, 'identifier');
    const outcome = await this.logIn.attempt({ identifier, password: field(form, 'password'), ip: page.ip });
    switch (outcome.kind) {
      case 'ok':
        return { sub: outcome.sub };
      case 'refused':
        return logInView(view, { identifier, alert: WORDS.logInFailed, status: 401 });
      case 'locked':
        return logInView(view, { identifier, alert: WORDS.logInLocked, status: 429 });
      case 'slow-down':
        page.response.setHeader('retry-after', outcome.retryAfter);
        return logInView(view, { identifier, alert: WORDS.slowDown, status: 429 });
      case 'unverified':
        await this.mailed.resendVerification(outcome.account, page.ip);
        return unverifiedView(view);
    }
  }

  private async register(page: PageRequest, form: URLSearchParams, view: InteractionView): Promise<{ sub: string } | RenderedPage> {
    const values = { email: field(form, 'email'), handle: field(form, 'handle'), displayName: field(form, 'displayName') };
    const outcome = await this.registration.register({ ...values, password: field(form, 'password') }, page.ip);
    switch (outcome.kind) {
      case 'created':
        return { sub: outcome.sub };
      case 'mail-sent':
        return checkMailView(page.publicUrl);
      case 'errors':
        return registerView(view, { values, errors: outcome.errors, status: 422 });
      case 'slow-down':
        page.response.setHeader('retry-after', outcome.retryAfter);
        return registerView(view, { values, alert: WORDS.slowDown, status: 429 });
    }
  }
}
