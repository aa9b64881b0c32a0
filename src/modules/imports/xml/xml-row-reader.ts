import { createReadStream } from 'node:fs';
import { type RowAttributes, RowParser } from './row-parser.js';
import { type TagSegment, TagSplitter } from './tag-splitter.js';

export interface XmlRow {
  /** 1-based, of the row's `<`. */
  readonly line: number;
  /** 1-based count of rows, damaged ones included. */
  readonly row: number;
  readonly attributes: RowAttributes;
}

/** Something that is not a good row. `row` is null when no row could be recognised there. */
export interface XmlDamage {
  readonly line: number;
  readonly row: number | null;
  readonly id: string | null;
  readonly why: string;
}

export interface XmlRowReaderOptions {
  onDamage?: (damage: XmlDamage) => void;
  /** Called with the number of bytes of each chunk read. */
  onBytes?: (bytes: number) => void;
  /** A tag longer than this is damage. */
  maxRowBytes?: number;
}

/** Far above what a dump holds (bodies end at 30,000 characters), far below what would hurt. */
const MAX_ROW_BYTES = 4 * 1024 * 1024;
const CHUNK_BYTES = 256 * 1024;
const ROW = /^<row(?:[\s/>]|$)/;
const ID = /\bId\s*=\s*"(-?\d{1,18})"/;
const NOTHING = /^[\s\uFEFF]*$/;
const FURNITURE = /^(?:<\?[^]*\?>|<!--[^]*-->|<\/row\s*>)\s*$/;
/** The tags around the rows: `<posts>`, `</posts>`. */
const ROOT = /^<(\/?)([A-Za-z][\w-]*)\s*>\s*$/;
const SHOWN = 60;

/**
 * Reads the `<row …/>` elements of a file of any size, in order, in flat memory.
 *
 * Never stops at damage: a row that is cut, has unbalanced quotes, broken UTF-8 or a forbidden character is reported with its line
 * and, where readable, its Id, and the reading goes on at the next `<`. A file that ends early is reported too.
 */
export class XmlRowReader {
  private readonly parser = new RowParser();
  private rows = 0;
  /** The last segment was already reported, so what follows it is part of the same damage. */
  private inDamage = false;
  private root: string | null = null;
  private isClosed = false;
  private lastLine = 1;

  constructor(
    private readonly path: string,
    private readonly options: XmlRowReaderOptions = {},
  ) {}

  /** @throws the file system's error when the file cannot be read */
  async *read(): AsyncGenerator<XmlRow> {
    const splitter = new TagSplitter(this.options.maxRowBytes ?? MAX_ROW_BYTES);
    for await (const chunk of createReadStream(this.path, { highWaterMark: CHUNK_BYTES })) {
      yield* this.rowsIn(splitter.push(chunk as Buffer));
      this.options.onBytes?.((chunk as Buffer).length);
    }
    yield* this.rowsIn(splitter.end());
    if (!this.isClosed) this.report(this.lastLine, null, null, 'the file ends early: its closing tag is missing');
  }

  private *rowsIn(segments: readonly TagSegment[]): Generator<XmlRow> {
    for (const segment of segments) {
      this.lastLine = segment.line;
      if (ROW.test(segment.bytes.subarray(0, 5).toString('latin1'))) {
        const row = this.rowOf(segment);
        if (row) yield row;
      } else if (!this.isFurniture(segment.bytes.toString('utf8'))) {
        if (!this.inDamage) this.reportStray(segment.line, segment.bytes.toString('utf8'));
        this.inDamage = true;
      }
    }
  }

  private rowOf(segment: TagSegment): XmlRow | null {
    this.rows += 1;
    const parsed = segment.oversized ? { damage: 'the row is longer than any row of a dump can be' } : this.parser.parse(segment.bytes);
    this.inDamage = 'damage' in parsed;
    if ('damage' in parsed) {
      const id = ID.exec(segment.bytes.subarray(0, 4096).toString('latin1'))?.[1] ?? null;
      this.report(segment.line, this.rows, id, segment.last ? 'the file ends inside this row' : parsed.damage);
      return null;
    }
    if (!NOTHING.test(parsed.rest)) this.reportStray(segment.line + parsed.lines, parsed.rest);
    return { line: segment.line, row: this.rows, attributes: parsed.attributes };
  }

  /** Byte order mark, declaration, comment, the tags around the rows. */
  private isFurniture(text: string): boolean {
    if (NOTHING.test(text) || FURNITURE.test(text)) return true;
    const [, slash, name] = ROOT.exec(text) ?? [];
    if (name === undefined || (this.root !== null && name !== this.root)) return false;
    if (slash === '') this.root ??= name;
    else this.isClosed = true;
    return true;
  }

  private reportStray(line: number, text: string): void {
    const before = /^\s*/.exec(text)![0].split('\n').length - 1;
    const shown = text.trim().slice(0, SHOWN).replace(/\s+/g, ' ');
    this.report(line + before, null, ID.exec(text)?.[1] ?? null, `not a row: ${JSON.stringify(shown)}`);
  }

  private report(line: number, row: number | null, id: string | null, why: string): void {
    this.options.onDamage?.({ line, row, id, why });
  }
}
