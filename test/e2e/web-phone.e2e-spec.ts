import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { sharedCairn } from '../support/shared-cairn.js';
import { newPerson, register, type SignedIn } from '../support/sign-in.js';
import { ask } from '../support/web-content.js';
import { WebVisitor } from '../support/web-visitor.js';

const site = sharedCairn().url;
/** A finger's height. */
const STEP = 40;

let browser: Browser;
let member: SignedIn;

beforeAll(async () => {
  member = await register(site, newPerson('web-phone'));
  browser = await openBrowser();
});
afterAll(() => browser?.close());

describe('the question page on a phone', () => {
  it('should lead to the answer box, and not lie on it', async () => {
    const question = await ask(member, 'What does one see on a small screen?', 'A long text.\n\n'.repeat(60));
    const visitor = await WebVisitor.open(browser, site, { as: member, width: 360, height: 640 });
    const { page } = visitor;
    await visitor.go(question.path);
    const jump = page.locator('.answer-jump');
    const box = page.locator('#your-answer');
    await box.getByRole('textbox').waitFor();
    // What a finger meets where the link is.
    const isReached = () => jump.evaluate((link) => {
      const { left, top, width, height } = link.getBoundingClientRect();
      return document.elementFromPoint(left + width / 2, top + height / 2) === link;
    });
    expect(await isReached()).toBe(true);
    await jump.click();
    await page.waitForFunction(() => document.querySelector('#your-answer')!.getBoundingClientRect().top < innerHeight / 2);
    const top = await box.evaluate((element) => element.getBoundingClientRect().top + scrollY);
    for (let y = top - 560; y < top; y += STEP) {
      await page.evaluate((to) => scrollTo(0, to), y);
      const [link, editor] = [await jump.boundingBox(), await box.boundingBox()];
      if (link!.y + link!.height / 2 > editor!.y) expect(await isReached()).toBe(false);
    }
    expect(visitor.problems).toEqual([]);
    await visitor.close();
  });
});
