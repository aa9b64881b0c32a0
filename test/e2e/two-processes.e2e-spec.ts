import { rmSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import type { Browser, Page } from 'playwright-core';
import { engineUrl, eventually } from '#libs/testing';
import { openBrowser } from '../support/browser.js';
import { temporaryFolder } from '../support/embedded-database.js';
import { forgetEngines, onEngines } from '../support/engine-profile.mjs';
import { EnginesReader } from '../support/engines-reader.js';
import { callApi, newPerson, type Person, register } from '../support/sign-in.js';
import { freePort, type RunningCairn, startCairn } from '../support/start-cairn.js';
import { StickyProxy } from '../support/sticky-proxy.js';
import { startThrowawayPostgres, type ThrowawayPostgres } from '../support/throwaway-postgres.mjs';
import { WebVisitor } from '../support/web-visitor.js';

/** A word that nobody else writes. */
const WORD = 'zymurgic';
const TITLE = 'How is a language without vowels sung?';
/** The first index is built in the background. */
const INDEXED_MS = 120_000;

interface Held {
  texts: string[];
  indexed: string[];
}

let folder: string;
let postgres: ThrowawayPostgres | undefined;
let processes: RunningCairn[] = [];
let proxy: StickyProxy;
let browser: Browser;
let asker: Person;
let helper: Person;
/** Each on a process of their own. */
let ada: WebVisitor;
let bob: WebVisitor;
let question: string;

/** Two processes cannot share an embedded server: on one machine they get a PostgreSQL of their own. */
async function databaseOfBoth(): Promise<Record<string, string>> {
  if (onEngines) return {};
  const port = await freePort();
  postgres = await startThrowawayPostgres({ settings: { listen_addresses: '127.0.0.1', port: String(port) } });
  return { DATABASE_URL: `postgres://cairn@127.0.0.1:${port}/postgres`, CAIRN_SECRET: 'only for this test, and long enough' };
}

async function windowOn(backend: number): Promise<WebVisitor> {
  const visitor = await WebVisitor.open(browser, proxy.url);
  await visitor.page.context().addCookies([proxy.cookieOf(backend)]);
  return visitor;
}

/** Through the issuer's own page, from where one was and back. */
async function signIn({ page }: WebVisitor, { email, password }: Person): Promise<void> {
  await page.getByRole('link', { name: 'Sign in' }).first().click();
  if (onEngines) await page.waitForURL(`${engineUrl('KEYCLOAK_URL')}/realms/**`);
  await page.locator('[autocomplete=username]').fill(email);
  await page.locator('[type=password]').fill(password);
  await page.locator('[type=submit]').click();
  await page.waitForURL(`${proxy.url}/questions`);
}

const editor = (page: Page, label: string) => page.getByRole('textbox', { name: label, exact: true });

async function ask(page: Page): Promise<string> {
  await page.getByLabel('Title').fill(TITLE);
  await editor(page, 'Your question').fill(`Is there a **${WORD}** tradition of it?`);
  await page.getByRole('combobox', { name: 'Tags' }).fill('phonology,');
  await page.getByRole('button', { name: 'Post question' }).click();
  await page.waitForURL(/\/how-is-a-language-without-vowels-sung$/);
  return new URL(page.url()).pathname;
}

/** What the real servers hold of these two, read past Cairn. */
async function heldByServers(questionId: string, answerId: string): Promise<Held> {
  const reader = new EnginesReader(processes[0]!);
  try {
    const texts = [...(await reader.texts('questions', [questionId])), ...(await reader.texts('answers', [answerId]))].map(({ body }) => body);
    const index = await reader.refresh();
    const found = await fetch(`${engineUrl('ELASTICSEARCH_URL')}/${index}/_search?q=${WORD}`);
    const { hits } = (await found.json()) as { hits: { hits: { _source: { id: string } }[] } };
    return { texts, indexed: hits.hits.map(({ _source }) => _source.id).toSorted() };
  } finally {
    await reader.close();
  }
}

async function heldByPostgres(questionId: string, answerId: string): Promise<Held> {
  const client = new pg.Client({ connectionString: processes[0]!.env['DATABASE_URL'] });
  await client.connect();
  try {
    const texts = await client.query<{ body: string }>('select body from documents.versions where id = any($1::uuid[]) order by collection desc', [[questionId, answerId]]);
    const indexed = await client.query<{ id: string }>(`select id from search.documents where type in ('question', 'answer') order by id`);
    return { texts: texts.rows.map(({ body }) => body), indexed: indexed.rows.map(({ id }) => id) };
  } finally {
    await client.end();
  }
}

beforeAll(async () => {
  folder = temporaryFolder('two-processes');
  const port = await freePort();
  const options = { dataDir: path.join(folder, 'data'), env: { CAIRN_DEMO: 'false', PUBLIC_URL: `http://127.0.0.1:${port}`, ...(await databaseOfBoth()) } };
  processes = [await startCairn({ ...options, program: 'all' })];
  processes.push(await startCairn({ ...options, program: 'api' }));
  proxy = await StickyProxy.listen(port, processes.map(({ url }) => url));
  [asker, helper] = [(await register(proxy.url, newPerson('asker'))).person, (await register(proxy.url, newPerson('helper'))).person];
  browser = await openBrowser();
  [ada, bob] = [await windowOn(0), await windowOn(1)];
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await proxy?.close();
  for (const cairn of processes) await cairn.stop();
  await postgres?.stop();
  if (onEngines && processes.length > 0) await forgetEngines(processes[0]!.dataDir);
  rmSync(folder, { recursive: true, force: true });
});

describe('a session in two browsers, each on an API process of its own', () => {
  it('should sign both in at the issuer', async () => {
    for (const [visitor, person] of [[ada, asker], [bob, helper]] as const) {
      await visitor.go('/questions');
      await signIn(visitor, person);
      await visitor.page.getByLabel(`Account of ${person.displayName}`).waitFor();
    }
  });

  it('should show on one process what is written on the other, without a reload', async () => {
    await ada.go('/questions/ask');
    question = await ask(ada.page);
    await bob.go(question);
    // Either lives only as long as the page.
    for (const { page } of [ada, bob]) await page.evaluate('document.documentElement.dataset.kept = "yes"');
    const before = proxy.passed.map(({ requests }) => requests);
    await editor(bob.page, 'Your answer').fill(`With syllabic consonants; ${WORD} indeed.`);
    await editor(bob.page, 'Your answer').press('Control+Enter');
    await ada.page.getByRole('button', { name: '1 new answer' }).click();
    const post = ada.page.locator('.answer', { hasText: 'syllabic consonants' });
    await post.waitFor();
    await post.getByRole('button', { name: 'Accept this answer' }).click();
    await bob.page.locator('.answer .badge', { hasText: 'Accepted answer' }).waitFor();
    for (const { page } of [ada, bob]) expect(await page.locator('html').getAttribute('data-kept')).toBe('yes');
    for (const [backend, { requests, sockets }] of proxy.passed.entries()) expect([requests > before[backend]!, sockets > 0]).toEqual([true, true]);
  });

  it('should find it from both processes', async () => {
    for (const visitor of [ada, bob]) {
      await eventually(async () => {
        await visitor.go(`/search?q=${WORD}`);
        // A line of its own says when the fall-back has answered.
        expect([await visitor.page.locator('main').getByText(TITLE).count(), await visitor.page.locator('mark').count()]).toEqual([2, 2]);
      }, INDEXED_MS);
    }
  });

  it('should be held by the engines that serve it', async () => {
    const questionId = question.split('/')[2]!;
    const { body } = await callApi<{ items: { id: string }[] }>(`${proxy.url}/api/questions/${questionId}/answers`, 'GET', {});
    const answerId = body.items[0]!.id;
    await eventually(async () => {
      expect(await (onEngines ? heldByServers : heldByPostgres)(questionId, answerId)).toEqual({
        texts: [`Is there a **${WORD}** tradition of it?`, `With syllabic consonants; ${WORD} indeed.`],
        indexed: [questionId, answerId].toSorted(),
      });
    }, INDEXED_MS);
    const degraded = await Promise.all(processes.map(async ({ url }) => (await callApi(`${url}/api/search?q=${WORD}`, 'GET', {})).body['degraded']));
    expect(degraded).toEqual([false, false]);
  });

  it('should sign out of both processes and of the issuer', async () => {
    const { page } = ada;
    const session = (await page.context().cookies()).find(({ name }) => name === 'cairn_session')!;
    const cookie = `cairn_session=${session.value}`;
    const statuses = () => Promise.all(processes.map(async ({ url }) => (await callApi(`${url}/api/users/me`, 'GET', { cookie })).status));
    expect(await statuses()).toEqual([200, 200]);
    await ada.go(question);
    await page.getByLabel(`Account of ${asker.displayName}`).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('link', { name: 'Sign in' }).first().waitFor();
    await eventually(async () => expect(await statuses()).toEqual([401, 401]), 5_000);
    await page.getByRole('link', { name: 'Sign in' }).first().click();
    await page.locator('[type=password]').waitFor();
    expect([...ada.problems, ...bob.problems]).toEqual([]);
  });
});
