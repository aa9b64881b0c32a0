import type { RenderedPage } from '../../pages/page.js';
import { WORDS } from '../../pages/words.js';
import { field } from './form-body.js';
import { doneView, forgotSentView, forgotView, linkExpiredView, resetView, verifyView } from './issuer-views.js';
import type { MailedActions } from './mailed-actions.js';
import type { PageRequest } from './page-request.js';
import { sendPage } from './send-page.js';

const PATHS: ReadonlySet<string> = new Set(['/account/forgot', '/account/verify', '/account/reset']);

/** The pages behind links in messages. Opening a link changes nothing, mail scanners open links too: only the form acts. */
export class AccountPages {
  constructor(private readonly mailed: MailedActions) {}

  matches(path: string): boolean {
    return PATHS.has(path);
  }

  async handle(page: PageRequest): Promise<void> {
    sendPage(page.response, page.form === undefined ? this.show(page) : await this.act(page, page.form));
  }

  private show({ path, query, publicUrl }: PageRequest): RenderedPage {
    if (path === '/account/forgot') return forgotView(publicUrl);
    const token = query.get('token') ?? '';
    return path === '/account/verify' ? verifyView(publicUrl, token) : resetView(publicUrl, token);
  }

  private async act(page: PageRequest, form: URLSearchParams): Promise<RenderedPage> {
    if (page.path === '/account/forgot') return this.forgot(page, form);
    const token = field(form, 'token');
    return page.path === '/account/verify' ? this.verify(page, token, field(form, 'password')) : this.reset(page, token, field(form, 'password'));
  }

  private async forgot(page: PageRequest, form: URLSearchParams): Promise<RenderedPage> {
    const verdict = await this.mailed.requestReset(field(form, 'email'), page.ip);
    if (verdict.allowed) return forgotSentView(page.publicUrl);
    page.response.setHeader('retry-after', verdict.retryAfter);
    return forgotView(page.publicUrl, WORDS.slowDown);
  }

  private async verify({ publicUrl }: PageRequest, token: string, password: string): Promise<RenderedPage> {
    const outcome = await this.mailed.verify(token, password);
    if (outcome === 'done') return doneView(publicUrl, 'verified');
    if (outcome === 'expired') return linkExpiredView(publicUrl);
    return verifyView(publicUrl, token, outcome === 'locked' ? WORDS.logInLocked : WORDS.passwordWrong);
  }

  private async reset({ publicUrl }: PageRequest, token: string, password: string): Promise<RenderedPage> {
    const outcome = await this.mailed.reset(token, password);
    if (outcome.kind === 'refused') return resetView(publicUrl, token, outcome.advice);
    return outcome.kind === 'done' ? doneView(publicUrl, 'resetDone') : linkExpiredView(publicUrl);
  }
}
