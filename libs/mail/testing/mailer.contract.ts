import { newId } from '#libs/kernel';
import type { Mailer, MailMessage } from '../src/mailer.port.js';

export interface MailerFixture {
  mailer: Mailer;
  /** What the next hop has taken; in order for messages that were sent one after the other at different instants. */
  received(): Promise<MailMessage[]>;
  /** Makes the next hop refuse everything. */
  breakDown(): Promise<void>;
}

const message = (more: Partial<MailMessage> = {}): MailMessage => ({ id: newId(), to: 'ada@example.org', subject: 'Hello', text: 'Text\n', ...more });

/** What every mailer promises: taken whole by the next hop, or an error. */
export function describeMailerContract(name: string, capabilities: { delivers: boolean; isIdempotent: boolean }, setup: () => Promise<MailerFixture>): void {
  describe(`Mailer contract: ${name}`, () => {
    it('should declare what it can do', async () => {
      const { mailer } = await setup();
      expect({ delivers: mailer.delivers, isIdempotent: mailer.isIdempotent }).toEqual(capabilities);
    });

    it('should hand over address, subject and text as they are', async () => {
      const { mailer, received } = await setup();
      const sent = message();
      await mailer.send(sent);
      expect(await received()).toEqual([sent]);
    });

    it('should keep other scripts, long lines, dots at the start of a line and quoted-printable look-alikes', async () => {
      const { mailer, received } = await setup();
      const text = `.\n..\nGrüße 日本語 🪨\n=C3=A4 = \n${'long '.repeat(400)}end\nFrom here\n`;
      const sent = message({ to: 'grace.o-hopper+tag@mail.example.org', subject: `Grüße 日本語 🪨 ${'subject '.repeat(20)}end`, text });
      await mailer.send(sent);
      expect(await received()).toEqual([sent]);
    });

    it.each(['', 'ada', 'ada@example.org, eve@example.org', 'Ada <ada@example.org>', 'ada@example.org\r\nBcc: eve@example.org', 'a b@example.org', 'ada@'])(
      'should refuse %j as an address',
      async (to) => {
        const { mailer, received } = await setup();
        await expect(mailer.send(message({ to }))).rejects.toMatchObject({ code: 'MAIL.BAD_ADDRESS' });
        expect(await received()).toEqual([]);
      },
    );

    it('should not let a subject add headers or recipients', async () => {
      const { mailer, received } = await setup();
      await mailer.send(message({ subject: 'Hello\r\nBcc: eve@example.org\r\n\r\nother body' }));
      const [taken, ...others] = await received();
      expect(others).toEqual([]);
      expect(taken).toMatchObject({ to: 'ada@example.org', text: 'Text\n' });
    });

    it('should send the same id once, or twice under one Message-ID', async () => {
      const { mailer, received } = await setup();
      const sent = message();
      await mailer.send(sent);
      await mailer.send(sent);
      const ids = (await received()).map((taken) => taken.id);
      expect(ids).toEqual(mailer.isIdempotent ? [sent.id] : [sent.id, sent.id]);
    });

    it('should hand over twenty messages at once', async () => {
      const { mailer, received } = await setup();
      const sent = Array.from({ length: 20 }, (_, n) => message({ to: `member${n}@example.org` }));
      await Promise.all(sent.map((one) => mailer.send(one)));
      const taken = (await received()).map((one) => one.to);
      expect(taken.toSorted()).toEqual(sent.map((one) => one.to).toSorted());
    });

    it('should reject when the next hop does not take it', async () => {
      const { mailer, breakDown } = await setup();
      await expect(mailer.check()).resolves.toBeUndefined();
      await breakDown();
      await expect(mailer.send(message())).rejects.toThrow();
      await expect(mailer.check()).rejects.toThrow();
    });
  });
}
