const LESS_THAN = 0x3c;
const NEWLINE = 0x0a;

/** The bytes from one `<` up to the next one; the first of a file may start without `<` (byte order mark, stray text). */
export interface TagSegment {
  /** 1-based line of the first byte. */
  readonly line: number;
  readonly bytes: Buffer;
  /** The segment was longer than the cap; `bytes` is only its beginning. */
  readonly oversized: boolean;
  /** Nothing follows: the file ends here. */
  readonly last: boolean;
}

/** Kept of an oversized segment, so that a report can still name its Id. */
const KEPT_OF_OVERSIZED = 4096;

/**
 * Cuts a byte stream at every `<`.
 *
 * A raw `<` cannot stand inside an attribute value (XML 1.0 §3.1), so whatever is broken in one tag, the next `<` is a
 * safe place to go on: damage never spreads past it. Memory is bounded by the chunk and `maxBytes`.
 */
export class TagSplitter {
  private parts: Buffer[] = [];
  private size = 0;
  private oversized = false;
  private line = 1;
  private startLine = 1;

  constructor(private readonly maxBytes: number) {}

  /** The segments that this chunk completes, in order. Their bytes may share the chunk's memory. */
  push(chunk: Buffer): TagSegment[] {
    const segments: TagSegment[] = [];
    let from = 0;
    for (let at = chunk.indexOf(LESS_THAN); at !== -1; at = chunk.indexOf(LESS_THAN, at + 1)) {
      this.keep(chunk.subarray(from, at));
      if (this.size > 0) segments.push(this.take(false));
      this.startLine = this.line;
      from = at;
    }
    this.keep(chunk.subarray(from));
    return segments;
  }

  /** What is left when the stream has ended. */
  end(): TagSegment[] {
    return this.size > 0 ? [this.take(true)] : [];
  }

  private keep(bytes: Buffer): void {
    if (bytes.length === 0) return;
    for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) this.line += 1;
    this.size += bytes.length;
    if (this.oversized) return;
    if (this.size > this.maxBytes) {
      this.oversized = true;
      const start = Buffer.concat([...this.parts, bytes.subarray(0, KEPT_OF_OVERSIZED)]).subarray(0, KEPT_OF_OVERSIZED);
      this.parts = [Buffer.from(start)];
    } else {
      this.parts.push(bytes);
    }
  }

  private take(last: boolean): TagSegment {
    const bytes = this.parts.length === 1 ? this.parts[0]! : Buffer.concat(this.parts);
    const segment = { line: this.startLine, bytes, oversized: this.oversized, last };
    this.parts = [];
    this.size = 0;
    this.oversized = false;
    return segment;
  }
}
