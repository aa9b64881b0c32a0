import { SaxesParser } from 'saxes';

export type RowAttributes = Readonly<Record<string, string>>;

/** A row as read, or why it cannot be. `rest` is what follows the tag (white space, when all is well), `lines` the line breaks inside the tag. */
export type ParsedRow = { readonly attributes: RowAttributes; readonly rest: string; readonly lines: number } | { readonly damage: string };

const DOUBLE_QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;
const GREATER_THAN = 0x3e;

/** Index just past the `>` that closes the tag, or -1: quotes do not match, or the tag is cut. */
function endOfTag(bytes: Buffer): number {
  let quote = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]!;
    if (quote !== 0) {
      if (byte === quote) quote = 0;
    } else if (byte === DOUBLE_QUOTE || byte === SINGLE_QUOTE) {
      quote = byte;
    } else if (byte === GREATER_THAN) {
      return at + 1;
    }
  }
  return -1;
}

/** Parses one `<row …/>` at a time with a real XML parser: entities, attribute rules, forbidden characters. */
export class RowParser {
  private readonly utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  private readonly parser = new SaxesParser<{ xmlns: false; position: false }>({ xmlns: false, position: false });
  private attributes: RowAttributes | null = null;
  private error: string | null = null;

  constructor() {
    this.parser.on('opentag', (tag) => {
      this.attributes ??= tag.attributes;
    });
    this.parser.on('error', (error) => {
      this.error ??= error.message.replace(/\.$/, '');
    });
  }

  /** @param bytes from `<row` up to, not including, the next `<`. */
  parse(bytes: Buffer): ParsedRow {
    const end = endOfTag(bytes);
    if (end === -1) return { damage: "the row is not closed before the next '<' or a quote is missing" };
    const text = this.decode(bytes.subarray(0, end));
    if (text === null) return { damage: 'bytes that are not UTF-8' };
    const attributes = this.attributesOf(text);
    if (typeof attributes === 'string') return { damage: attributes };
    return { attributes, rest: bytes.subarray(end).toString('utf8'), lines: text.split('\n').length - 1 };
  }

  private attributesOf(tag: string): RowAttributes | string {
    this.attributes = null;
    this.error = null;
    this.parser.write(tag.endsWith('/>') ? tag : `${tag}</row>`).close();
    return this.error ?? this.attributes ?? 'no row here';
  }

  private decode(bytes: Buffer): string | null {
    try {
      return this.utf8.decode(bytes);
    } catch {
      return null;
    }
  }
}
