import type { Page } from 'playwright-core';
import { sharedCairn } from '../support/shared-cairn.js';
import { logIn, newPerson, register, type SignedIn } from '../support/sign-in.js';
import { cairnCli } from '../support/start-cairn.js';
import { answer, ask, type Asked } from '../support/web-content.js';
import type { WebVisitor } from '../support/web-visitor.js';
import { WebVisitors } from '../support/web-visitors.js';

const cairn = sharedCairn();
const site = cairn.url;

let asker: SignedIn;
let helper: SignedIn;
let moderator: SignedIn;
const visitors = new WebVisitors(site);
const visit = (as?: SignedIn, width?: number): Promise<WebVisitor> => visitors.visit({ as, width });

async function signedInModerator(): Promise<SignedIn> {
  const { handle, email } = newPerson('web-mod');
  const made = JSON.parse(await cairnCli(cairn, ['user', 'create', '--handle', handle, '--email', email, '--role', 'moderator', '--json'])) as { password: string };
  return logIn(site, { handle, email, displayName: handle, password: made.password });
}

const editor = (page: Page, label: string) => page.getByRole('textbox', { name: label, exact: true });

beforeAll(async () => {
  [asker, helper, moderator] = await Promise.all([register(site, newPerson('web-asker')), register(site, newPerson('web-helper')), signedInModerator()]);
});
afterEach(async () => expect(await visitors.leave()).toEqual([]));
afterAll(() => visitors.close());

describe('signing in and out', () => {
  it('should lead through the issuer and back to where one was', async () => {
    const { page, go } = await bound(await visit());
    await go('/tags');
    await page.getByRole('link', { name: 'Sign in' }).click();
    await page.locator('[autocomplete=username]').fill(asker.person.email);
    await page.locator('[type=password]').fill(asker.person.password);
    await page.locator('button[type=submit]').click();
    await page.waitForURL(`${site}/tags`);
    await page.getByLabel(`Account of ${asker.person.displayName}`).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('link', { name: 'Sign in' }).first().waitFor();
  });
});

async function bound(visitor: WebVisitor): Promise<{ page: Page; go: (path: string) => Promise<number> }> {
  return { page: visitor.page, go: (path) => visitor.go(path) };
}

describe('asking', () => {
  it('should say what is missing, keep the draft, show a preview, offer tags and lead to the question', async () => {
    await ask(helper, 'Which particle marks a question in Klingon?', 'Body', ['particles']);
    const { page, go } = await bound(await visit(asker));
    await go('/questions/ask');
    await page.getByRole('button', { name: 'Post question' }).click();
    await page.getByText('Write a title of at least 10 characters.').waitFor();
    await page.getByLabel('Title').fill('Which particle marks a question in Esperanto?');
    await editor(page, 'Your question').fill('Is it **ĉu**?\n\n- yes\n- no');
    await page.locator('.editor-preview strong', { hasText: 'ĉu' }).waitFor();
    await page.getByText('Draft saved on this device').waitFor();
    await go('/questions/ask');
    expect(await page.getByLabel('Title').inputValue()).toBe('Which particle marks a question in Esperanto?');
    await page.getByRole('combobox', { name: 'Tags' }).fill('partic');
    await page.getByRole('option', { name: /particles/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Remove particles' }).waitFor();
    await page.getByRole('combobox', { name: 'Tags' }).fill('esperanto,');
    await page.getByRole('button', { name: 'Post question' }).click();
    await page.waitForURL(/\/which-particle-marks-a-question-in-esperanto$/);
    expect(await page.locator('.post-body strong').innerText()).toBe('ĉu');
  });

  it('should let the asker edit, and show the version before', async () => {
    const question = await ask(asker, 'What will this become later on?', 'First text');
    const { page, go } = await bound(await visit(asker));
    await go(question.path);
    await page.getByRole('link', { name: 'Edit' }).first().click();
    await page.getByLabel('Title').fill('What has this become by now?');
    await editor(page, 'Your question').fill('Second text');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.waitForURL(/\/what-has-this-become-by-now$/);
    // Until the page is there, the editor and its preview show the same words.
    await page.locator('.post-body', { hasText: 'Second text' }).waitFor();
    await go(`/questions/${question.id}/revisions`);
    await page.getByText('First text').waitFor();
  });

  it('should not overwrite what somebody else changed meanwhile', async () => {
    const question = await ask(asker, 'Who wins when two people edit?', 'Original');
    const { page, go } = await bound(await visit(asker));
    await go(`/questions/${question.id}/edit`);
    await editor(page, 'Your question').fill('Mine');
    await asker.call('PATCH', `/api/questions/${question.id}`, { body: 'Theirs' });
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByRole('alert').getByText('Somebody changed this in the meantime').waitFor();
    expect(await editor(page, 'Your question').inputValue()).toBe('Mine');
  });
});

describe('answering', () => {
  let question: Asked;

  beforeEach(async () => {
    question = await ask(asker, 'How does one answer on this page?', 'By writing?');
  });

  it('should post with Ctrl+Enter and show the answer in its place', async () => {
    const { page, go } = await bound(await visit(helper));
    await go(question.path);
    await editor(page, 'Your answer').fill('Like `this`.');
    await editor(page, 'Your answer').press('Control+Enter');
    await page.locator('.answer code', { hasText: 'this' }).waitFor();
    expect(await page.locator('#answers').innerText()).toBe('1 answer');
    expect(await editor(page, 'Your answer').inputValue()).toBe('');
  });

  it('should appear to others as a bar, and on the page when they ask for it', async () => {
    const [guest, member] = [await bound(await visit()), await bound(await visit(asker, 360))];
    await guest.go(question.path);
    await member.go(question.path);
    await answer(helper, question, 'It came while you were reading.');
    for (const { page } of [guest, member]) {
      await page.getByRole('button', { name: '1 new answer' }).waitFor();
      expect(await page.getByText('It came while you were reading.').count()).toBe(0);
      await page.getByRole('button', { name: '1 new answer' }).click();
      await page.getByText('It came while you were reading.').waitFor();
      expect(await page.getByRole('button', { name: '1 new answer' }).count()).toBe(0);
    }
  });

  it('should tell a reader also of what came before the page was connected', async () => {
    const { page, go } = await bound(await visit());
    const { promise: answered, resolve: connect } = Promise.withResolvers<void>();
    await page.routeWebSocket(/socket\.io/, async (socket) => {
      await answered;
      socket.connectToServer();
    });
    const question = await ask(asker, 'Does a page miss what comes while it connects?', 'It may take a while.');
    await go(question.path);
    await answer(helper, question, 'It came before you were connected.');
    connect();
    await page.getByRole('button', { name: '1 new answer' }).click();
    await page.getByText('It came before you were connected.').waitFor();
  });

  it('should count a vote at once, take it back on a second press, and let the asker accept', async () => {
    const { id } = await answer(helper, question, 'Vote for me.');
    const { page, go } = await bound(await visit(asker));
    await go(question.path);
    const post = page.locator(`#answer-${id}`);
    const up = post.getByRole('button', { name: 'Vote up' });
    await up.click();
    await post.locator('.vote-score', { hasText: '1' }).waitFor();
    await page.waitForFunction((answerId) => fetch(`/api/answers/${answerId}`).then((r) => r.json()).then((a: { score: number }) => a.score === 1), id);
    await up.click();
    await post.locator('.vote-score', { hasText: '0' }).waitFor();
    await post.getByRole('button', { name: 'Accept this answer' }).click();
    await post.locator('.badge', { hasText: 'Accepted answer' }).waitFor();
    await post.getByRole('button', { name: 'Take the acceptance back' }).click();
    await post.locator('.badge', { hasText: 'Accepted answer' }).waitFor({ state: 'detached' });
  });

  it('should take a vote back that the server did not count, and say so', async () => {
    const { id } = await answer(helper, question, 'Vote for me, in vain.');
    const visitor = await visit(asker);
    const { page } = visitor;
    await visitor.go(question.path);
    await page.route('**/vote', (route) => route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"code":"X","requestId":"req-4711"}' }));
    const post = page.locator(`#answer-${id}`);
    await post.getByRole('button', { name: 'Vote up' }).click();
    await post.getByRole('alert').waitFor();
    expect(await post.getByRole('alert').innerText()).toContain('req-4711');
    expect(await post.locator('.vote-score').innerText()).toContain('0');
    visitor.problems.length = 0;
  });

  it('should let members comment, change and delete the comment', async () => {
    const { page, go } = await bound(await visit(helper));
    await go(question.path);
    await page.getByRole('button', { name: 'Add a comment' }).first().click();
    await page.getByLabel('Your comment').fill('What do you mean?');
    await page.getByRole('button', { name: 'Post comment' }).click();
    const comment = page.locator('.comment', { hasText: 'What do you mean?' });
    await comment.getByRole('button', { name: 'Edit' }).click();
    await page.getByLabel('Your comment').fill('What exactly do you mean?');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.locator('.comment', { hasText: 'What exactly do you mean?' }).getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.locator('.comment').first().waitFor({ state: 'detached' });
  });

  it('should delete an answer only after asking', async () => {
    const { id } = await answer(helper, question, 'A mistake.');
    const { page, go } = await bound(await visit(helper));
    await go(question.path);
    const post = page.locator(`#answer-${id}`);
    await post.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    expect(await post.count()).toBe(1);
    await post.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await post.waitFor({ state: 'detached' });
  });
});

describe('moderating', () => {
  it('should hide an answer with a reason and make it vanish from an open page', async () => {
    const question = await ask(asker, 'What happens to an answer that is hidden?', 'Does it vanish?');
    const { id } = await answer(helper, question, 'Something that should not be here.');
    const [guest, mod] = [await bound(await visit()), await bound(await visit(moderator))];
    await guest.go(question.path);
    await mod.go(question.path);
    await mod.page.locator(`#answer-${id}`).getByRole('button', { name: 'Hide' }).click();
    await mod.page.getByRole('dialog').getByLabel(/Reason/).fill('Not an answer');
    await mod.page.getByRole('dialog').getByRole('button', { name: 'Hide' }).click();
    await guest.page.locator(`#answer-${id}`).waitFor({ state: 'detached' });
    await mod.page.locator(`#answer-${id} .badge`, { hasText: 'Hidden' }).waitFor();
    await mod.go('/admin/audit');
    await mod.page.getByText('Not an answer').waitFor();
  });
});

describe('settings', () => {
  it('should save the profile and show it everywhere at once', async () => {
    const person = await register(site, newPerson('web-settings'));
    const { page, go } = await bound(await visit(person));
    await go('/settings');
    await page.getByLabel('Name', { exact: true }).fill('A New Name');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByLabel('Account of A New Name').waitFor();
    await page.getByLabel('Handle').fill('!');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.locator('.field-error:not(:empty)').waitFor();
  });

  it('should keep what is typed while a change is being saved', async () => {
    const { page, go } = await bound(await visit(await register(site, newPerson('web-typing'))));
    await go('/settings');
    await page.getByLabel('Name', { exact: true }).fill('Saved Name ');
    const { promise: typed, resolve: letProfileCome } = Promise.withResolvers<void>();
    await page.route('**/users/me', async (route) => {
      if (route.request().method() === 'GET') await typed;
      await route.continue();
    });
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByLabel('Place').fill('Still typing');
    letProfileCome();
    await page.getByText('Profile saved').waitFor();
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Saved Name');
    expect(await page.getByLabel('Place').inputValue()).toBe('Still typing');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByRole('button', { name: 'Save changes', disabled: true }).waitFor();
    expect(await page.getByLabel('Place').inputValue()).toBe('Still typing');
  });

  it('should show a token once, list it, and revoke it after asking', async () => {
    const { page, go } = await bound(await visit(asker));
    await go('/settings/tokens');
    await page.getByLabel('Name', { exact: true }).fill('a script');
    await page.getByRole('button', { name: 'Create token' }).click();
    expect(await page.getByLabel('Secret of the new token').inputValue()).toMatch(/^cairn_pat_/);
    await page.getByRole('button', { name: 'I have it' }).click();
    expect(await page.getByLabel('Secret of the new token').count()).toBe(0);
    await page.getByRole('listitem').filter({ hasText: 'a script' }).getByRole('button', { name: 'Revoke' }).click();
    await page.getByRole('dialog', { name: 'Revoke “a script”?' }).getByRole('button', { name: 'Revoke' }).click();
    await page.getByText('No tokens yet').waitFor();
  });

  it('should end another session', async () => {
    const other = await logIn(site, helper.person);
    const { page, go } = await bound(await visit(helper));
    await go('/settings/sessions');
    await page.getByText('This one').waitFor();
    await page.getByRole('button', { name: 'Sign out all others' }).click();
    await page.getByRole('button', { name: 'Sign out all others' }).waitFor({ state: 'detached' });
    expect((await other.call('GET', '/api/users/me')).status).toBe(401);
  });

  it('should keep the chosen look on the next page, before anything is painted', async () => {
    const { page, go } = await bound(await visit());
    await go('/settings/appearance');
    await page.getByRole('button', { name: 'Dark' }).first().click();
    await go('/questions');
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
  });
});
