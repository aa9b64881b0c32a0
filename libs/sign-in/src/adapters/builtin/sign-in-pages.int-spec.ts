import { decodeJwt } from 'jose';
import { AheadClock, FormBrowser, formsOf, signInApp, startCodeFlow, submitLogIn, type Visit } from '../../../testing/index.js';
import { issuerSite, type IssuerSite } from '../../../testing/issuer-site.js';

const PASSWORD = 'glacier umbrella tin';
const OTHER = 'seven quiet harbours';
const WRONG = 'not the password at all';

function alertOf(visit: Visit): string | undefined {
  return /role="alert">([^<]*)</.exec(visit.body)?.[1];
}

function linkOf(text: string): string {
  return /https?:\S+/.exec(text)![0];
}

async function formPage(site: IssuerSite, browser: FormBrowser, step = ''): Promise<Visit> {
  const visit = await browser.visit(startCodeFlow(site.issuer).authorizationUrl);
  return step === '' ? visit : browser.visit(visit.url + step);
}

describe('the sign-in pages', () => {
  const clock = new AheadClock();
  let site: IssuerSite;
  let people = 0;

  beforeAll(async () => {
    site = await issuerSite({ clock, env: { LOCK_OUT_SECONDS: '900' } });
  });

  afterAll(() => site.close());

  async function person() {
    const email = `person${++people}@example.org`;
    return { email, password: PASSWORD, sub: await site.builtIn.accounts.createAccount({ email, password: PASSWORD, emailVerified: true }) };
  }

  const toApp = { stopAt: (url: string) => url.startsWith('http://127.0.0.1:4321/') };

  describe('when they are shown', () => {
    it.each(['', '/register'])('should need no script and allow none (%s)', async (step) => {
      const page = await formPage(site, new FormBrowser(), step);
      expect(page.status).toBe(200);
      expect(page.body).not.toMatch(/<script|\son\w+=|javascript:|style="/i);
      const policy = page.headers.get('content-security-policy')!;
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'none'");
      expect(policy).toMatch(/style-src 'sha256-[^']+';/);
      expect(policy).toContain("form-action 'self' http://127.0.0.1:4321");
      expect(policy).not.toContain('unsafe');
      expect(page.headers.get('cache-control')).toBe('no-store');
      expect(page.headers.get('x-frame-options')).toBe('DENY');
    });

    it('should label every field and say what it is for', async () => {
      const { body } = await formPage(site, new FormBrowser(), '/register');
      for (const [, id] of body.matchAll(/<input id="([^"]+)"/g)) expect(body).toContain(`<label for="${id}">`);
      expect(body).toContain('autocomplete="new-password"');
      expect(body.match(/<h1>/g)).toHaveLength(1);
      expect(body).toContain('<html lang="en">');
    });

    it('should not repeat what was typed as markup', async () => {
      const browser = new FormBrowser();
      const page = await submitLogIn(browser, await formPage(site, browser), { email: '"><script>alert(1)</script>', password: WRONG });
      expect(page.body).not.toContain('<script>');
      expect(formsOf(page)[0]!.values['identifier']).toBe('"><script>alert(1)</script>');
    });
  });

  describe('when somebody logs in', () => {
    it('should take the address in any case, and the handle of a member', async () => {
      const who = await person();
      await expect(signInApp(site.issuer, new FormBrowser(), { ...who, email: ` ${who.email.toUpperCase()} ` })).resolves.toHaveProperty('access_token');
      site.members.members.set(who.sub, { handle: 'grace', displayName: 'Grace', role: 'learner' });
      await expect(signInApp(site.issuer, new FormBrowser(), { ...who, email: 'Grace' })).resolves.toHaveProperty('access_token');
    });

    it('should give the same answer to a wrong password and an unknown address', async () => {
      const { email } = await person();
      const answers = [];
      for (const identifier of [email, 'nobody@example.org', 'no-such-handle', '']) {
        const browser = new FormBrowser();
        const page = await submitLogIn(browser, await formPage(site, browser), { email: identifier, password: WRONG });
        answers.push({ status: page.status, alert: alertOf(page), size: page.body.replaceAll(/interaction\/[\w-]+/g, '').replace(`value="${identifier}"`, '').length });
      }
      expect(answers[0]!.status).toBe(401);
      // The empty identifier takes the focus from the password field; nothing else may differ.
      expect(answers.slice(1, 3)).toEqual([answers[0], answers[0]]);
      expect(answers[3]).toMatchObject({ status: 401, alert: answers[0]!.alert });
    });

    it.each(['known', 'unknown'])('should lock a %s address after ten wrong passwords, even for the right one, for fifteen minutes', async (kind) => {
      const who = await person();
      const email = kind === 'known' ? who.email : `stranger${people}@example.org`;
      const attempt = async (password: string): Promise<Visit> => {
        const browser = new FormBrowser();
        return submitLogIn(browser, await formPage(site, browser), { email, password }, toApp);
      };
      for (let i = 0; i < 10; i++) expect((await attempt(WRONG)).status).toBe(401);
      const locked = await attempt(PASSWORD);
      expect([locked.status, alertOf(locked)]).toEqual([429, expect.stringContaining('15 minutes')]);
      clock.aheadMs = 899_000;
      expect((await attempt(PASSWORD)).status).toBe(429);
      clock.aheadMs = 901_000;
      const after = await attempt(PASSWORD);
      expect(kind === 'known' ? after.url : after.status).toEqual(kind === 'known' ? expect.stringContaining('code=') : 401);
      clock.aheadMs = 0;
    });

    it('should start the count again after a right password', async () => {
      const who = await person();
      for (const password of [...Array.from({ length: 9 }, () => WRONG), PASSWORD, ...Array.from({ length: 9 }, () => WRONG)]) {
        const browser = new FormBrowser();
        await submitLogIn(browser, await formPage(site, browser), { ...who, password }, toApp);
      }
      await expect(signInApp(site.issuer, new FormBrowser(), who)).resolves.toHaveProperty('access_token');
    });

    it('should look at no more than ten passwords when thirty come at once', async () => {
      const who = await person();
      const pages = await Promise.all(Array.from({ length: 30 }, async () => {
        const browser = new FormBrowser();
        return { browser, page: await formPage(site, browser) };
      }));
      const answers = await Promise.all(pages.map(({ browser, page }) => submitLogIn(browser, page, { ...who, password: WRONG })));
      expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
      expect(answers.filter(({ status }) => status === 429)).toHaveLength(20);
    });

    it('should slow an address of the network down', async () => {
      site.limiter.close('log-in', '127.0.0.1');
      const browser = new FormBrowser();
      const page = await submitLogIn(browser, await formPage(site, browser), await person());
      expect([page.status, page.headers.get('retry-after')]).toEqual([429, '60']);
      site.limiter.open('log-in', '127.0.0.1');
      site.limiter.close('start', '127.0.0.1');
      expect(await formPage(site, new FormBrowser())).toMatchObject({ status: 429 });
      site.limiter.open('start', '127.0.0.1');
    });
  });

  describe('when the form is not the one we gave', () => {
    it('should lead back to log in when the log-in has expired, or belongs to another browser', async () => {
      const browser = new FormBrowser();
      const page = await formPage(site, browser);
      const stranger = await new FormBrowser().submit(page, { identifier: 'x', password: 'y' });
      browser.forget('cairn_interaction');
      const expired = await browser.submit(page, { identifier: 'x', password: 'y' });
      for (const visit of [stranger, expired]) {
        expect([visit.status, visit.body]).toEqual([400, expect.stringContaining(`href="${site.publicUrl}/auth/login"`)]);
      }
    });

    it('should refuse what another site posts', async () => {
      const browser = new FormBrowser();
      const page = await formPage(site, browser);
      for (const origin of ['https://evil.example', 'null']) {
        const visit = await browser.submit(page, { identifier: 'x', password: 'y' }, { headers: { origin } });
        expect(visit.status).toBe(403);
      }
    });

    it.each([
      ['JSON', 'application/json', '{"identifier":"x"}'],
      ['a form of 20 KB', 'application/x-www-form-urlencoded', `identifier=${'x'.repeat(20_000)}`],
      ['broken UTF-8', 'application/x-www-form-urlencoded', Buffer.from([0x61, 0x3d, 0xff])],
    ])('should refuse %s', async (_name, type, body) => {
      const browser = new FormBrowser();
      const { url } = await formPage(site, browser);
      const response = await fetch(`${url}/login`, { method: 'POST', body, headers: { 'content-type': type, cookie: browser.cookieHeader(url) } });
      expect(response.status).toBe(400);
    });

    it('should answer other methods and unknown pages without a fault', async () => {
      const { url } = await formPage(site, new FormBrowser());
      expect((await fetch(url, { method: 'DELETE' })).status).toBe(405);
      for (const path of ['/', '/interaction', '/interaction/..%2f..', '/account/other', '//interaction/x', '/protocol/openid-connect/auth/../nothing']) {
        expect((await fetch(site.issuer + path)).status).toBeGreaterThanOrEqual(400);
        expect((await fetch(site.issuer + path)).status).toBeLessThan(500);
      }
    });
  });

  describe('when somebody registers and no mail leaves the machine', () => {
    const fields = (handle: string) => ({ email: `${handle}@example.org`, handle, displayName: 'Émile ✓', password: PASSWORD });

    it('should sign them in at once, with the name they chose', async () => {
      const browser = new FormBrowser();
      const end = await browser.submit(await formPage(site, browser, '/register'), fields('emile'), toApp);
      expect(end.url).toContain('code=');
      await expect(site.builtIn.accounts.find({ email: 'emile@example.org' })).resolves.toMatchObject({ emailVerified: false });
      await expect(signInApp(site.issuer, new FormBrowser(), fields('emile'))).resolves.toHaveProperty('access_token');
    });

    it('should come to the form by prompt=create and back to log in by its link', async () => {
      const browser = new FormBrowser();
      const visit = await browser.visit(startCodeFlow(site.issuer, { extra: { prompt: 'create' } }).authorizationUrl);
      expect(formsOf(visit)[0]!.values).toHaveProperty('handle');
      const who = await person();
      const end = await submitLogIn(browser, await browser.visit(`${visit.url}/login`), who, toApp);
      expect(end.url).toContain('code=');
    });

    it('should name every field that is wrong, keep the others, never the password', async () => {
      site.members.taken.add('taken');
      const browser = new FormBrowser();
      const page = await formPage(site, browser, '/register');
      const answer = await browser.submit(page, { email: 'no address', handle: 'taken', displayName: '', password: 'password123' });
      expect(answer.status).toBe(422);
      expect(answer.body.match(/aria-invalid="true"/g)).toHaveLength(4);
      expect(formsOf(answer)[0]!.values).toMatchObject({ email: 'no address', handle: 'taken', password: '' });
      expect(answer.body).not.toContain('password123');
      const handles = await Promise.all(['a', 'With Space', '-x', 'ä'].map((handle) => browser.submit(page, { ...fields('fine'), handle })));
      expect(handles.map(({ status }) => status)).toEqual([422, 422, 422, 422]);
    });

    it('should say that an address is taken', async () => {
      const { email } = await person();
      const browser = new FormBrowser();
      const answer = await browser.submit(await formPage(site, browser, '/register'), { ...fields('second'), email });
      expect([answer.status, answer.body]).toEqual([422, expect.stringContaining('There is an account with this address already')]);
    });
  });

  describe('when a password is forgotten', () => {
    async function ask(email: string): Promise<Visit> {
      const browser = new FormBrowser();
      const page = await browser.visit(`${site.issuer}/account/forgot`);
      const answer = await browser.submit(page, { email });
      await site.routes.settled();
      return answer;
    }

    it('should answer the same for known and unknown addresses, and write to the known one', async () => {
      const { email } = await person();
      const known = await ask(email);
      const sent = site.mails.splice(0);
      const unknown = await ask('nobody@example.org');
      expect(known.body).toBe(unknown.body);
      expect(sent).toEqual([expect.objectContaining({ to: email, text: expect.stringContaining('/account/reset?token=') })]);
      expect(site.mails).toEqual([]);
    });

    it('should change it by the link, once, end the lock and every session, and say so by mail', async () => {
      const who = await person();
      const before = await signInApp(site.issuer, new FormBrowser(), who);
      await ask(who.email);
      const link = linkOf(site.mails.pop()!.text);
      const browser = new FormBrowser();
      const page = await browser.visit(link);
      expect((await browser.submit(page, { password: 'short' })).status).toBe(422);
      expect((await browser.submit(page, { password: OTHER })).body).toContain('Your password is changed');
      expect((await browser.submit(page, { password: 'a third one indeed' })).status).toBe(410);
      expect((await browser.visit(link)).status).toBe(200);
      expect(site.mails.pop()).toMatchObject({ to: who.email, subject: expect.stringContaining('changed') });
      expect(site.members.signedOut).toContain(who.sub);
      expect(site.members.endedSids).toContain(decodeJwt(before.access_token)['sid']);
      await expect(signInApp(site.issuer, new FormBrowser(), who)).rejects.toThrow();
      await expect(signInApp(site.issuer, new FormBrowser(), { ...who, password: OTHER })).resolves.toHaveProperty('access_token');
      const response = await fetch(`${site.issuer}/protocol/openid-connect/token`, {
        method: 'POST',
        body: new URLSearchParams({ grant_type: 'refresh_token', client_id: 'cairn-native', refresh_token: before.refresh_token }),
      });
      expect(response.status).toBe(400);
    });

    it('should refuse a link that is an hour old, made up, or for something else', async () => {
      const { email } = await person();
      await ask(email);
      const link = linkOf(site.mails.pop()!.text);
      clock.aheadMs = 3601_000;
      const browser = new FormBrowser();
      for (const url of [link, `${site.issuer}/account/reset?token=made-up`, link.replace('/reset?', '/verify?')]) {
        expect((await browser.submit(await browser.visit(url), { password: OTHER })).status).toBe(410);
      }
      clock.aheadMs = 0;
    });
  });
});

describe('the sign-in pages where mail leaves the machine', () => {
  let site: IssuerSite;

  beforeAll(async () => {
    site = await issuerSite({ mailDelivers: true });
  });

  afterAll(() => site.close());

  async function register(email: string, password = PASSWORD): Promise<Visit> {
    const browser = new FormBrowser();
    return browser.submit(await formPage(site, browser, '/register'), { email, handle: 'newcomer', displayName: 'New', password });
  }

  async function confirm(link: string, password: string): Promise<Visit> {
    const browser = new FormBrowser();
    return browser.submit(await browser.visit(link), { password });
  }

  it('should let nobody in before the address is confirmed', async () => {
    const who = { email: 'first@example.org', password: PASSWORD };
    expect((await register(who.email)).body).toContain('Look into your mailbox');
    const browser = new FormBrowser();
    const refused = await submitLogIn(browser, await formPage(site, browser), who);
    expect([refused.status, refused.body]).toEqual([403, expect.stringContaining('Confirm your address first')]);
    const link = linkOf(site.mails.at(-1)!.text);
    expect((await new FormBrowser().visit(link)).status).toBe(200);
    await expect(site.builtIn.accounts.find(who)).resolves.toMatchObject({ emailVerified: false });
    expect((await confirm(link, WRONG)).status).toBe(422);
    expect((await confirm(link, PASSWORD)).body).toContain('Your address is confirmed');
    expect((await confirm(link, PASSWORD)).status).toBe(410);
    await expect(signInApp(site.issuer, new FormBrowser(), who)).resolves.toHaveProperty('access_token');
  });

  it('should answer the same when the address is taken, and write to its owner instead', async () => {
    const email = 'owner@example.org';
    const fresh = await register(email);
    await confirm(linkOf(site.mails.pop()!.text), PASSWORD);
    const taken = await register(email, OTHER);
    expect(taken.body).toBe(fresh.body);
    expect(site.mails.pop()).toMatchObject({ to: email, subject: 'You have an account on Cairn already' });
    await expect(signInApp(site.issuer, new FormBrowser(), { email, password: PASSWORD })).resolves.toHaveProperty('access_token');
  });

  it('should not let a stranger who registers a foreign address first keep it', async () => {
    const email = 'victim@example.org';
    await register(email, OTHER);
    await register(email, PASSWORD);
    const link = linkOf(site.mails.pop()!.text);
    expect((await confirm(link, OTHER)).status).toBe(422);
    expect((await confirm(link, PASSWORD)).status).toBe(200);
    await expect(signInApp(site.issuer, new FormBrowser(), { email, password: OTHER })).rejects.toThrow();
  });
});
