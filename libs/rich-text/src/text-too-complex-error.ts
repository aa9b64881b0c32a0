const MESSAGES = {
  cells: 'the tables of this text have too many cells',
  nesting: 'this text is nested too deeply',
  links: 'the links of this text are too long',
};

/** The text asks for more structure than a page should hold (limits.ts). The server turns it into TEXT.TOO_COMPLEX. */
export class TextTooComplexError extends Error {
  readonly reason: keyof typeof MESSAGES;

  // No parameter property: tests load this file in a thread whose loader only strips types.
  constructor(reason: keyof typeof MESSAGES) {
    super(MESSAGES[reason]);
    this.name = 'TextTooComplexError';
    this.reason = reason;
  }
}
