import { type Client, moderationSuspend, type Suspension } from '@cairn/sdk';
import { sharedCairn } from '../support/shared-cairn.js';
import { newPerson, register, type SignedIn } from '../support/sign-in.js';
import { signedInClient } from '../support/signed-in-client.js';
import { WebVisitors } from '../support/web-visitors.js';

const cairn = sharedCairn();

describe('a suspended member', () => {
  let moderator: Client;
  const visitors = new WebVisitors(cairn.url);
  const REASON = 'Advertises in every answer, and goes on after two warnings';
  const suspend = async ({ person: { handle } }: SignedIn, body: Suspension): Promise<void> => {
    const { response } = await moderationSuspend({ client: moderator, path: { handle }, body });
    expect(response?.status).toBe(200);
  };

  beforeAll(async () => {
    moderator = (await signedInClient(cairn, 'web-suspends', 'moderator')).client;
  });
  afterEach(async () => expect(await visitors.leave()).toEqual([]));
  afterAll(() => visitors.close());

  it('should be told so on every page, with the reason and the end, and read on once signed out', async () => {
    const person = await register(cairn.url, newPerson('web-suspended'));
    const visitor = await visitors.visit({ as: person });
    await visitor.go('/tags');
    await suspend(person, { reason: REASON, until: '2099-03-01T12:00:00Z' });
    const { page } = visitor;
    // In the middle of a visit, with the next thing they do.
    await page.getByRole('link', { name: 'Questions' }).first().click();
    await page.getByRole('heading', { name: 'Your account is suspended' }).waitFor();
    for (const width of [360, 1280]) {
      await visitor.useWidth(width);
      for (const path of ['/', '/settings', '/nothing-here']) {
        expect([path, await visitor.go(path)]).toEqual([path, 403]);
        const notice = await page.locator('main').innerText();
        expect(notice).toContain(REASON);
        expect(notice).toMatch(/Mar.* 2099/);
        expect(await visitor.breaches()).toEqual([]);
        expect(await visitor.sideways()).toBeLessThanOrEqual(0);
      }
    }
    expect(await page.getByRole('link', { name: 'Sign in' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Sign out and read on' }).click();
    await page.getByRole('link', { name: 'Sign in' }).first().waitFor();
  });

  it('should be told so without JavaScript, too, and for as long as it lasts', async () => {
    const person = await register(cairn.url, newPerson('web-suspended'));
    await suspend(person, { reason: REASON });
    const visitor = await visitors.visit({ as: person, javaScript: false });
    expect(await visitor.go('/')).toBe(403);
    expect(await visitor.page.locator('main').innerText()).toContain('until a moderator restores it');
  });
});
