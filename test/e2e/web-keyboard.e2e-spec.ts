import type { Browser, Page } from 'playwright-core';
import { eventually } from '#libs/testing';
import { openBrowser } from '../support/browser.js';
import { sharedCairn } from '../support/shared-cairn.js';
import { newPerson, register, type SignedIn } from '../support/sign-in.js';
import { answer, ask, type Asked } from '../support/web-content.js';
import { WebVisitor } from '../support/web-visitor.js';

const site = sharedCairn().url;

let browser: Browser;
let member: SignedIn;
let question: Asked;
let visitor: WebVisitor;
let page: Page;

beforeAll(async () => {
  member = await register(site, newPerson('keys'));
  question = await ask(member, 'Can all of this be done without a mouse?', 'Asking for a friend.\n\n'.repeat(40), ['web-keys']);
  await answer(await register(site, newPerson('keys-helper')), question, 'Mostly by typing.');
  browser = await openBrowser();
});
afterAll(() => browser?.close());

async function start(path: string, as?: SignedIn): Promise<void> {
  visitor = await WebVisitor.open(browser, site, { as, height: 600 });
  page = visitor.page;
  await visitor.go(path);
  // Shortcuts come right after the page.
  await page.waitForLoadState('networkidle');
}
afterEach(async () => {
  const { problems } = visitor;
  await visitor.close();
  expect(problems).toEqual([]);
});

const focused = (): Promise<string> => page.evaluate("document.activeElement.getAttribute('aria-label') || document.activeElement.textContent || document.activeElement.id");
const scrolled = (): Promise<number> => page.evaluate('window.scrollY');

describe('the keyboard', () => {
  it('should skip to the content first', async () => {
    await start('/');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Skip to content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
  });

  it('should show where the focus is, at every stop', async () => {
    await start(question.path, member);
    const seen = new Set<string>();
    for (let stop = 0; stop < 45; stop += 1) {
      await page.keyboard.press('Tab');
      const { name, ring } = await page.evaluate<{ name: string; ring: boolean }>(`(() => {
        const at = document.activeElement;
        const framed = at.closest('.editor') ?? at;
        const visible = (element) => getComputedStyle(element).outlineStyle !== 'none';
        return { name: at.tagName + ' ' + (at.getAttribute('aria-label') ?? at.textContent).slice(0, 40), ring: at === document.body || visible(at) || visible(framed) };
      })()`);
      expect([name, ring]).toEqual([name, true]);
      seen.add(name);
    }
    const stops = [...seen].join('\n');
    for (const wanted of ['Vote up', 'Accept this answer', 'Add a comment', 'Write', 'Your answer']) expect(stops).toContain(wanted);
  });

  it('should open the map of keys, and close it where it came from', async () => {
    await start('/');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
    expect(await visitor.breaches()).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('should go to places, and do nothing while one types', async () => {
    await start('/');
    const held = Promise.withResolvers<undefined>();
    await page.route(/\/tags\.page-/, async (route) => {
      await held.promise;
      await route.continue();
    });
    await page.keyboard.press('g');
    await page.keyboard.press('t');
    await page.waitForURL(`${site}/tags`);
    await page.keyboard.press('/');
    // The page itself comes after its address, and must not take the focus away.
    held.resolve(undefined);
    await page.getByRole('heading', { level: 1, name: 'Tags' }).waitFor();
    await page.keyboard.type('g q');
    expect(page.url()).toBe(`${site}/tags`);
    await eventually(async () => expect(await page.locator('#site-search').inputValue()).toBe('g q'));
  });

  it('should walk a list, open a question, and come back to the same place', async () => {
    await start('/questions?sort=new');
    for (let row = 0; row < 9; row += 1) await page.keyboard.press('j');
    const title = await focused();
    await page.waitForFunction(() => sessionStorage.getItem('scroll:default') !== null);
    const before = await scrolled();
    expect(before).toBeGreaterThan(0);
    await page.keyboard.press('Enter');
    await page.locator('.question-head h1', { hasText: title }).waitFor();
    expect(await scrolled()).toBe(0);
    await page.goBack();
    await page.locator('.row').first().waitFor();
    expect(await scrolled()).toBe(before);
  });

  it('should choose a suggestion', async () => {
    await start('/');
    await page.keyboard.press('/');
    // What was found for fewer letters is offered first; a choice among that ends when the rest is found.
    const found = page.waitForResponse((response) => new URL(response.url()).searchParams.get('q') === 'without a mouse');
    await page.keyboard.type('without a mouse');
    await found;
    await page.getByRole('option', { name: /without a mouse/ }).first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.locator('#site-search[aria-activedescendant]').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('h1', { hasText: 'Can all of this be done without a mouse?' }).waitFor();
  });

  it('should start an answer, format it, and send it', async () => {
    await start(question.path, member);
    await page.keyboard.press('a');
    await page.keyboard.type('bold');
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+b');
    await page.keyboard.press('Control+Enter');
    await page.locator('.answer strong', { hasText: 'bold' }).waitFor();
  });

  it('should open the menu of the account and close it', async () => {
    await start('/', member);
    const menu = page.getByLabel(`Account of ${member.person.displayName}`);
    await menu.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Settings' }).waitFor();
    expect(await visitor.breaches()).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Settings' }).waitFor({ state: 'hidden' });
    expect(await focused()).toContain('Account of');
  });

  it('should leave single keys alone for who wants that', async () => {
    await start('/');
    await page.keyboard.press('?');
    await page.getByLabel('Use single-key shortcuts').uncheck();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('/');
    expect(await page.evaluate('document.activeElement.id')).not.toBe('site-search');
  });
});
