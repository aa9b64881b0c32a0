import { newId } from '#libs/kernel';
import { MemoryLogger } from '#libs/observability/testing';
import { testDatabase, type TestDatabase } from '#libs/testing';
import { FakeMailer } from '../../../testing/fake-mailer.js';
import { describeMailerContract } from '../../../testing/mailer.contract.js';
import type { KeptMail } from '../../mail-outbox.port.js';
import { OutboxMailer } from './outbox-mailer.js';
import { PostgresMailOutbox } from './postgres-mail-outbox.js';

let site: TestDatabase;
beforeAll(async () => {
  site = await testDatabase();
});
afterAll(() => site.drop());

async function setup() {
  await site.query('truncate mail.messages');
  const logger = new MemoryLogger();
  const outbox = new PostgresMailOutbox(site.unitOfWork, site.reader);
  return { outbox, logger, mailer: new OutboxMailer(outbox, logger) };
}

describeMailerContract('local outbox', { delivers: false, isIdempotent: true }, async () => {
  const { outbox, mailer } = await setup();
  const received = async () => (await outbox.list(100)).reverse().map(({ at: _, ...message }) => message);
  const breakDown = async () => {
    await site.query('alter table mail.messages rename to broken');
    restore = () => site.query('alter table mail.broken rename to messages');
  };
  return { mailer, received, breakDown };
});

let restore: (() => Promise<unknown>) | undefined;
afterEach(async () => {
  await restore?.();
  restore = undefined;
});

describeMailerContract('fake', { delivers: true, isIdempotent: true }, async () => {
  const mailer = new FakeMailer();
  return { mailer, received: async () => mailer.sent, breakDown: async () => void (mailer.refuse = true) };
});

describe('PostgresMailOutbox', () => {
  const message = (n: number) => ({ id: newId(), to: `member${n}@example.org`, subject: `${n}`, text: 'secret link' });

  it('should list newest first and page without losing or repeating any, messages of one instant included', async () => {
    const { mailer, outbox } = await setup();
    for (let n = 1; n <= 7; n++) await mailer.send(message(n));
    await site.query(`update mail.messages set at = date_trunc('day', at) - make_interval(hours => case when subject <= '4' then 1 else 0 end)`);
    const seen: KeptMail[] = [];
    for (let page = await outbox.list(3); page.length > 0; page = await outbox.list(3, page.at(-1))) seen.push(...page);
    const subjects = seen.map((mail) => mail.subject);
    expect(subjects.slice(0, 3).toSorted()).toEqual(['5', '6', '7']);
    expect(subjects.slice(3).toSorted()).toEqual(['1', '2', '3', '4']);
  });

  it('should log one line per message, without its text', async () => {
    const { mailer, logger } = await setup();
    const sent = message(1);
    await mailer.send(sent);
    await mailer.send(sent);
    expect(logger.lines).toHaveLength(1);
    expect(JSON.stringify(logger.lines)).not.toContain('secret link');
  });

  it('should forget what is old', async () => {
    const { mailer, outbox } = await setup();
    await mailer.send(message(1));
    expect(await outbox.purge(new Date(0))).toBe(0);
    expect(await outbox.purge(new Date(Date.now() + 60_000))).toBe(1);
    expect(await outbox.list(10)).toEqual([]);
  });
});
