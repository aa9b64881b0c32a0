import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** The attributes of one row; what is undefined is left out. */
export type DumpRow = Readonly<Record<string, string | number | undefined>>;

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#xA;', '\r': '&#xD;', '\t': '&#x9;' };

export function xmlRow(row: DumpRow): string {
  const attributes = Object.entries(row).filter(([, value]) => value !== undefined);
  const written = attributes.map(([name, value]) => `${name}="${String(value).replace(/[&<>"\n\r\t]/g, (character) => ESCAPES[character]!)}"`);
  return `  <row ${written.join(' ')} />\r\n`;
}

function* xmlFile(root: string, rows: Iterable<DumpRow>): Generator<string> {
  yield `\uFEFF<?xml version="1.0" encoding="utf-8"?>\r\n<${root}>\r\n`;
  let block = '';
  for (const row of rows) {
    block += xmlRow(row);
    if (block.length < 65_536) continue;
    yield block;
    block = '';
  }
  yield `${block}</${root}>`;
}

/** Writes one file of a dump as Stack Exchange writes it, of any size. */
export async function writeDumpFile(folder: string, name: string, rows: Iterable<DumpRow>): Promise<void> {
  await mkdir(folder, { recursive: true });
  await pipeline(Readable.from(xmlFile(name.toLowerCase(), rows)), createWriteStream(join(folder, `${name}.xml`)));
}
