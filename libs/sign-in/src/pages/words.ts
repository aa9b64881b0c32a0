/** Every sentence of the sign-in pages, in one place. */
export const WORDS = {
  site: 'Cairn',
  language: 'en',
  home: 'Cairn, to the start page',

  email: 'E-mail address',
  identifier: 'E-mail address or handle',
  password: 'Password',
  newPassword: 'New password',
  handle: 'Handle',
  displayName: 'Display name',
  passwordHint: 'At least 10 characters. A few words you make up are better than one with odd signs.',
  handleHint: 'Your address on the site: a–z, 0–9 and inner hyphens. You can change it later.',
  displayNameHint: 'How others see your name.',
  emailHint: 'Only you and the admins see it.',

  logInTitle: 'Log in',
  logIn: 'Log in',
  logInFailed: 'The address or the password is not right.',
  passwordWrong: 'The password is not right.',
  logInLocked: 'There were too many wrong passwords. Try again in 15 minutes, or set a new password.',
  slowDown: 'There were too many attempts from your network. Wait a few minutes, then try again.',
  toRegister: 'Create an account',
  toForgot: 'Forgot your password?',
  toLogIn: 'Log in instead',
  backToLogIn: 'Back to log in',

  registerTitle: 'Create your account',
  register: 'Create account',
  emailMalformed: 'Enter an e-mail address, like name@example.org.',
  emailTaken: 'There is an account with this address already. Log in, or set a new password.',
  handleMalformed: 'Use 2 to 39 of a–z, 0–9 and hyphens, not at the ends. Some words are reserved.',
  handleTaken: 'Somebody has this handle already.',
  displayNameMissing: 'Enter the name others shall see, at most 60 characters.',
  formHasErrors: 'Please look at the marked fields.',

  checkMailTitle: 'Look into your mailbox',
  checkMail: 'We sent a message to the address you gave. Open the link in it to confirm that the address is yours, then log in.',
  unverifiedTitle: 'Confirm your address first',
  unverified: 'This account waits until you open the link we sent you by e-mail.',

  verifyTitle: 'Confirm your e-mail address',
  verifyLead: 'Enter the password you chose when you created the account.',
  verify: 'Confirm address',
  verifiedTitle: 'Your address is confirmed',
  verified: 'You can log in now.',
  linkExpiredTitle: 'This link is of no use any more',
  linkExpired: 'It was used already, or it is too old. Ask for a new one.',

  forgotTitle: 'Set a new password',
  forgotLead: 'Enter the address of your account. We send a link that lets you choose a new password.',
  forgot: 'Send the link',
  forgotSentTitle: 'Look into your mailbox',
  forgotSent: 'If there is an account with this address, a message with a link is on its way. The link works for one hour.',
  resetTitle: 'Choose a new password',
  resetLead: 'You will be logged out everywhere else.',
  reset: 'Save the new password',
  resetDoneTitle: 'Your password is changed',
  resetDone: 'Log in with the new one. All other sign-ins of this account have ended.',

  logoutTitle: 'Log out?',
  logoutLead: 'This ends your session in this browser.',
  logout: 'Log out',
  loggedOutTitle: 'You are logged out',
  loggedOut: 'See you soon.',
  toHome: 'To the start page',

  expiredTitle: 'This log-in has expired',
  expired: 'It was left open too long, or it was finished in another tab. Nothing is lost: just log in again.',
  problemTitle: 'This did not work',
  problem: 'The application that sent you here made a request that we cannot answer.',
  downTitle: 'Sign-in is not available at the moment',
  down: 'Please try again in a moment.',
  notFoundTitle: 'There is no such page',
  notFound: 'The address may be mistyped.',
} as const;

interface MailText {
  subject: string;
  text: string;
}

/** Messages in plain text. */
export const MAILS = {
  verify: (link: string): MailText => ({
    subject: 'Confirm your address for Cairn',
    text: `Welcome to Cairn.\n\nOpen this link to confirm that this address is yours:\n\n${link}\n\nThe link works for one day. If you did not create an account, do nothing: without your confirmation nobody can use it.\n`,
  }),
  reset: (link: string): MailText => ({
    subject: 'Set a new password for Cairn',
    text: `Somebody, hopefully you, asked for a new password for your account on Cairn.\n\nOpen this link to choose it:\n\n${link}\n\nThe link works for one hour and once. If it was not you, do nothing: your password stays as it is.\n`,
  }),
  exists: (logInUrl: string): MailText => ({
    subject: 'You have an account on Cairn already',
    text: `Somebody, hopefully you, tried to create an account on Cairn with this address. You have one already.\n\nLog in, or set a new password, here:\n\n${logInUrl}\n\nIf it was not you, do nothing.\n`,
  }),
  changed: (): MailText => ({
    subject: 'Your password for Cairn was changed',
    text: `The password of your account on Cairn was just changed, and all its sign-ins ended.\n\nIf it was not you, set a new password at once and tell the admins of the site.\n`,
  }),
};
