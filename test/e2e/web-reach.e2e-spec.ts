import type { Browser } from 'playwright-core';
import { openBrowser } from '../support/browser.js';
import { sharedCairn } from '../support/shared-cairn.js';
import { newPerson, register, type SignedIn } from '../support/sign-in.js';
import { answer, ask, type Asked, comment } from '../support/web-content.js';
import { type VisitOptions, WebVisitor } from '../support/web-visitor.js';

const site = sharedCairn().url;

const BODY = [
  'A paragraph with `code`, **weight** and [a link](https://example.org/a/very/long/address/that/does/not/want/to/break/anywhere/at/all).',
  '> A quotation\n> of two lines',
  '| a | b | c | d | e | f | g | h |\n|---|---|---|---|---|---|---|---|\n| wide | wide | wide | wide | wide | wide | wide | wide |',
  '```ts\nconst aVeryLongLine: string = "it has to scroll inside its own box and never make the page itself wider than the window";\n```',
  'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'.repeat(3),
].join('\n\n');

let browser: Browser;
let member: SignedIn;
let question: Asked;

beforeAll(async () => {
  const [asker, helper] = await Promise.all([register(site, newPerson('reach')), register(site, newPerson('reach-helper'))]);
  member = asker;
  question = await ask(member, 'Does every page work for everybody, everywhere?', BODY, ['web-reach']);
  const { id } = await answer(helper, question, BODY);
  for (const text of ['one', 'two', 'three', 'four']) await comment(member, `answer:${id}`, text);
  browser = await openBrowser();
});
afterAll(() => browser?.close());

const GUEST_PAGES = (): string[] => [
  '/',
  '/questions?sort=unanswered&tag=web-reach&tag=-other',
  question.path,
  `/questions/${question.id}/revisions`,
  '/tags',
  '/tags/web-reach',
  '/users',
  `/users/${member.person.handle}`,
  '/search',
  '/search?q=everybody',
  '/search?q=zzxxqqvv',
  '/settings/appearance',
  '/nothing-here',
];

const MEMBER_PAGES = (): string[] => [
  '/',
  question.path,
  '/questions/ask',
  `/questions/${question.id}/edit`,
  `/users/${member.person.handle}?tab=answers`,
  '/settings',
  '/settings/sessions',
  '/settings/tokens',
  '/admin/audit',
];

type Check = (visitor: WebVisitor) => Promise<string[]>;

const inBothThemes: Check = async (visitor) => {
  const light = await visitor.breaches();
  await visitor.useTheme('dark');
  const dark = await visitor.breaches();
  await visitor.useTheme('light');
  return [...light.map((breach) => `light: ${breach}`), ...dark.map((breach) => `dark: ${breach}`)];
};

/** 320 px is what 1280 px are at 400 %. */
const atEveryWidth: Check = async (visitor) => {
  const faults: string[] = [];
  for (const width of [320, 768, 1024, 1440]) {
    await visitor.useWidth(width);
    const sideways = await visitor.sideways();
    if (sideways > 0) faults.push(`${sideways} px wider than ${width} px`);
  }
  await visitor.useWidth(1280);
  return faults;
};

async function faultsOf(paths: string[], options: VisitOptions, checks: Check[]): Promise<Record<string, string[]>> {
  const visitor = await WebVisitor.open(browser, site, options);
  const faults: Record<string, string[]> = {};
  for (const path of paths) {
    await visitor.go(path);
    const found: string[] = [];
    for (const check of checks) found.push(...(await check(visitor)));
    found.push(...visitor.problems.splice(0));
    if (found.length > 0) faults[path] = found;
  }
  await visitor.close();
  return faults;
}

const asGuest = (): SignedIn | undefined => undefined;
const asMember = (): SignedIn | undefined => member;

describe.each([
  ['guest', GUEST_PAGES, asGuest],
  ['member', MEMBER_PAGES, asMember],
] as const)('every page of a %s', (_who, pages, as) => {
  it('should breach no accessibility rule in either theme, never scroll sideways, and log nothing', async () => {
    expect(await faultsOf(pages(), { as: as() }, [inBothThemes, atEveryWidth])).toEqual({});
  });

  it('should do the same on a phone in the dark', async () => {
    expect(await faultsOf(pages(), { as: as(), width: 360, theme: 'dark' }, [(visitor) => visitor.breaches()])).toEqual({});
  });
});

describe('a page in German', () => {
  it('should be German all through', async () => {
    const visitor = await WebVisitor.open(browser, site, { language: 'de-DE' });
    await visitor.go(question.path);
    expect(await visitor.page.locator('#answers').innerText()).toBe('1 Antwort');
    expect(await visitor.page.getByText('Angenommene zuerst').count()).toBe(0);
    expect(await visitor.page.getByRole('link', { name: 'Anmelden' }).first().isVisible()).toBe(true);
    expect(visitor.problems).toEqual([]);
    await visitor.close();
  });
});

describe('a page that reads from right to left', () => {
  it('should mirror, not break', async () => {
    const visitor = await WebVisitor.open(browser, site, { width: 1280 });
    await visitor.go('/');
    const { page } = visitor;
    const rail = (): Promise<{ x: number } | null> => page.locator('.rail').boundingBox();
    const before = await rail();
    await page.evaluate("document.documentElement.dir = 'rtl'");
    const after = await rail();
    expect(before!.x).toBeLessThan(200);
    expect(after!.x).toBeGreaterThan(900);
    expect(await visitor.sideways()).toBeLessThanOrEqual(0);
    await visitor.close();
  });
});
