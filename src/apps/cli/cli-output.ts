/** Anything with the part of a stream that the commands use. */
export interface TextSink {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/**
 * Where a command speaks. Its result goes to stdout: for people as text, with --json as exactly one JSON value on one line.
 * Everything else (progress, notes, failures) goes to stderr.
 */
export class CliOutput {
  isJson = false;
  private hasResult = false;

  constructor(
    readonly stdout: TextSink,
    readonly stderr: TextSink,
  ) {}

  /** The outcome of the command; once per run. */
  result(value: unknown, text: string): void {
    if (this.hasResult) throw new Error('a command has one result');
    this.hasResult = true;
    this.stdout.write(this.isJson ? `${JSON.stringify(value)}\n` : `${text}\n`);
  }

  /** A failure: its sentence for people; with --json also as the one value of stdout, unless the result is out already. */
  failure(error: { code: string; message: string }, text: string): void {
    this.stderr.write(`${text}\n`);
    if (this.isJson && !this.hasResult) this.result({ error }, '');
  }

  note(line: string): void {
    this.stderr.write(`${line}\n`);
  }
}
