import { describeMailerContract } from '../../../testing/mailer.contract.js';
import { SmtpCatcher } from '../../../testing/smtp-catcher.js';
import { SmtpMailer } from './smtp-mailer.js';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function setup() {
  const catcher = new SmtpCatcher();
  const mailer = new SmtpMailer({ url: await catcher.listen(), from: 'Cairn <cairn@example.org>' });
  stops.push(() => mailer.close(), () => catcher.close());
  return { mailer, catcher };
}

describeMailerContract('SMTP', { delivers: true, isIdempotent: false }, async () => {
  const { mailer, catcher } = await setup();
  return { mailer, received: async () => catcher.messages, breakDown: () => catcher.close() };
});

describe('SmtpMailer', () => {
  it('should reject when the server refuses the message', async () => {
    const { mailer, catcher } = await setup();
    catcher.refuse();
    await expect(mailer.send({ id: 'm1', to: 'ada@example.org', subject: 's', text: 't' })).rejects.toThrow('no room');
    expect(catcher.messages).toEqual([]);
  });
});
