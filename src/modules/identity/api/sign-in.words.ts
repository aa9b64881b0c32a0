/** Sentences of the pages after a log-in that failed. */
export const SIGN_IN_WORDS = {
  refusedTitle: 'The log-in could not be completed',
  refused: 'It has expired, or it was started in another browser. Nothing is lost: just log in again.',
  suspendedTitle: 'Your account is suspended',
  suspended: 'You cannot log in. Ask the moderators if you think that this is a mistake.',
  suspendedUntil: (until: string): string => `You cannot log in until ${until.slice(0, 16).replace('T', ' ')} UTC.`,
  suspendedReason: (reason: string): string => `Reason: ${reason}`,
  downTitle: 'Sign-in is not available at the moment',
  down: 'Please try again in a moment.',
  logIn: 'Log in',
  toHome: 'To the start page',
} as const;
