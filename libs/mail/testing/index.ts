export { FakeMailer } from './fake-mailer.js';
export { describeMailerContract, type MailerFixture } from './mailer.contract.js';
