import type { Browser } from 'playwright-core';
import { eventually } from '#libs/testing';
import { openBrowser } from '../support/browser.js';
import { sharedCairn } from '../support/shared-cairn.js';
import { newPerson, register, type SignedIn } from '../support/sign-in.js';
import { answer, ask, type Asked, comment } from '../support/web-content.js';
import { WebVisitor } from '../support/web-visitor.js';

const site = sharedCairn().url;
const html = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(site + path, { headers: { accept: 'text/html', ...headers }, redirect: 'manual' });

let browser: Browser;
let ada: SignedIn;
let question: Asked;
let answerId: string;

beforeAll(async () => {
  const [asker, helper] = await Promise.all([register(site, newPerson('page-asker')), register(site, newPerson('page-helper'))]);
  ada = asker;
  question = await ask(ada, 'How do verbs agree in <Volapük> & friends?', 'I tried:\n\n```js\nconst verb = "binom";\n```\n\nIs **that** right?', ['web-pages']);
  answerId = (await answer(helper, question, 'Yes: the ending names the person.')).id;
  await ada.call('PUT', `/api/questions/${question.id}/accepted-answer`, { answerId });
  for (const text of ['First remark', 'Second remark', 'Third remark', 'Fourth remark', 'Fifth remark', 'Sixth remark']) await comment(helper, `question:${question.id}`, text);
  browser = await openBrowser();
});
afterAll(() => browser?.close());

describe('a guest without JavaScript', () => {
  let guest: WebVisitor;

  beforeAll(async () => {
    guest = await WebVisitor.open(browser, site, { javaScript: false });
  });
  afterAll(() => guest.close());

  it('should read a question with its answers and comments', async () => {
    expect(await guest.go(question.path)).toBe(200);
    const { page } = guest;
    expect(await page.locator('h1').innerText()).toBe('How do verbs agree in <Volapük> & friends?');
    expect(await page.locator('.answer').innerText()).toContain('the ending names the person');
    expect(await page.locator('.answer-accepted').count()).toBe(1);
    expect(await page.getByText('Third remark').isVisible()).toBe(true);
    expect(await page.getByText('Fourth remark').isVisible()).toBe(false);
  });

  it('should unfold comments and follow the link to all of them', async () => {
    const { page } = guest;
    await guest.go(question.path);
    await page.getByText('Show 3 more comments').click();
    expect(await page.getByText('Fourth remark').isVisible()).toBe(true);
    await page.getByText('Show all 6 comments').click();
    expect(await page.getByText('Sixth remark').isVisible()).toBe(true);
  });

  it('should go from the list to a question, to a tag, to a person', async () => {
    const { page } = guest;
    await guest.go('/questions?sort=new');
    await page.getByRole('link', { name: 'How do verbs agree' }).first().click();
    await page.locator('.tags').getByRole('link', { name: 'web-pages' }).first().click();
    expect(await page.locator('h1').innerText()).toContain('web-pages');
    await page.locator('.row .name').first().click();
    expect(await page.locator('h1').innerText()).toBe(ada.person.displayName);
  });

  it('should search', async () => {
    const { page } = guest;
    await guest.go('/');
    await page.locator('#site-search').fill('binom');
    await page.locator('#site-search').press('Enter');
    expect(page.url()).toContain('/search?q=binom');
    expect(await page.locator('.hit mark').first().innerText()).toBe('binom');
  });

  it('should see what of a list comes next', async () => {
    const { page } = guest;
    await guest.go('/users');
    const next = page.locator('a[rel=next]');
    if ((await next.count()) > 0) {
      await next.click();
      expect(page.url()).toContain('cursor=');
    }
    expect(await page.locator('.member-card').count()).toBeGreaterThan(0);
  });

  it('should read the site in German', async () => {
    const { page } = guest;
    await guest.go('/questions');
    await page.getByRole('link', { name: 'Deutsch' }).click();
    expect(page.url()).toBe(`${site}/questions`);
    expect(await page.locator('h1').innerText()).toBe('Fragen');
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
    await page.getByRole('link', { name: 'English' }).click();
    expect(await page.locator('h1').innerText()).toBe('Questions');
  });
});

describe('the address of a question', () => {
  it('should lead to its one form from any other', async () => {
    for (const path of [`/questions/${question.id}`, `/questions/${question.id}/something-else`]) {
      const response = await html(path);
      expect(response.status).toBe(301);
      expect(response.headers.get('location')).toBe(question.path);
    }
  });

  it('should keep the query on the way', async () => {
    expect((await html(`/questions/${question.id}?comments=all`)).headers.get('location')).toBe(`${question.path}?comments=all`);
  });

  it('should lead from an answer to its place', async () => {
    const response = await html(`/a/${answerId}`);
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe(`${question.path}#answer-${answerId}`);
  });
});

describe('a page', () => {
  it('should tell search engines what it holds', async () => {
    const text = await (await html(question.path)).text();
    expect(text).toContain('<title>How do verbs agree in &lt;Volapük&gt; &amp; friends? · Cairn</title>');
    expect(text).toContain(`<link rel="canonical" href="${site}${question.path}">`);
    expect(text).toContain('<meta property="og:type" content="article">');
    const data = JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/.exec(text)![1]!) as { mainEntity: { acceptedAnswer: { url: string }; answerCount: number } };
    expect(data.mainEntity).toMatchObject({ answerCount: 1, acceptedAnswer: { url: `${site}${question.path}#answer-${answerId}` } });
  });

  it('should carry a policy that lets nothing inline run but the script it names', async () => {
    const response = await html('/');
    const policy = response.headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'self'");
    expect(policy).toMatch(/script-src 'self' 'sha256-[A-Za-z0-9+/=]{44}'(;|$)/);
    expect(policy).toMatch(/style-src 'self'(;|$)/);
    expect(policy).not.toMatch(/unsafe|nonce/);
    expect(await response.text()).not.toMatch(/ style="/);
  });

  it('should send the text of posts once: the state beside the page leaves it out', async () => {
    const text = await (await html(question.path)).text();
    expect(text.split('the ending names the person').length - 1).toBe(2);
    const state = /<script type="application\/json" id="state"[^>]*>(.*?)<\/script>/.exec(text)![1]!;
    expect(state).not.toContain('the ending names the person');
  });

  it('should be asked for as its reader: a member sees the controls, a guest does not', async () => {
    const asMember = await (await html(question.path, { cookie: ada.cookie })).text();
    const asGuest = await (await html(question.path)).text();
    expect(asMember).toContain(`/questions/${question.id}/edit`);
    expect(asGuest).not.toContain(`/questions/${question.id}/edit`);
  });

  it('should send a guest to sign in before a page of members, and back', async () => {
    const response = await html('/settings/tokens?a=b');
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe('/auth/login?returnTo=%2Fsettings%2Ftokens%3Fa%3Db');
  });

  it.each(['/nothing-here', '/questions/01890000-0000-7000-8000-000000000000', '/users/nobody-of-this-name', '/tags/no-such-tag', '/users/a/b/c', '/questions?cursor=broken'])(
    'should answer 404 with a page for %s',
    async (path) => {
      const response = await html(path);
      expect(response.status).toBe(404);
      expect(response.headers.get('content-type')).toContain('text/html');
      expect(await response.text()).toContain('There is nothing here');
    },
  );

  it('should leave addresses of programs to the API', async () => {
    const response = await html('/api/nothing-here');
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    expect((await fetch(`${site}/nothing-here`)).headers.get('content-type')).toContain('application/problem+json');
  });

  it('should be kept for guests until something on it changes', async () => {
    // Other tests write to the same site: what they did last may still make one more page old.
    const kept = await eventually(async () => {
      const { headers } = await html('/questions');
      expect(headers.get('x-cache')).toBe('hit');
      return headers;
    });
    // From the cache it is one read of its reader, too.
    expect(kept.get('ratelimit')).toContain('"http.read"');
    await answer(ada, question, 'And one more thing.');
    const changed = await html(question.path);
    expect(changed.headers.get('x-cache')).toBe('miss');
    expect(await changed.text()).toContain('And one more thing.');
  });

  it('should be kept apart by language', async () => {
    await html('/tags', { 'accept-language': 'en' });
    const german = await html('/tags', { 'accept-language': 'de-AT,de;q=0.9,en;q=0.5' });
    expect(german.headers.get('content-language')).toBe('de');
    expect(await german.text()).toContain('<h1>Themen</h1>');
  });

  it('should come compressed, to members too', async () => {
    for (const headers of [{}, { cookie: ada.cookie }] as Record<string, string>[]) {
      const response = await html(question.path, { 'accept-encoding': 'br', ...headers });
      expect(response.headers.get('content-encoding')).toBe('br');
      expect(await response.text()).toContain('</html>');
    }
  });

  it('should link files that may be kept forever', async () => {
    const text = await (await html('/')).text();
    const script = /<script type="module" src="([^"]+)"/.exec(text)![1]!;
    const response = await fetch(site + script, { headers: { 'accept-encoding': 'br' } });
    expect(response.headers.get('cache-control')).toContain('immutable');
    expect(response.headers.get('content-encoding')).toBe('br');
    expect((await fetch(`${site}/assets/not-there.js`)).status).toBe(404);
  });
});
