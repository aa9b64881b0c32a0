import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type XmlDamage, type XmlRow, XmlRowReader, type XmlRowReaderOptions } from './xml-row-reader.js';

const HEAD = '\uFEFF<?xml version="1.0" encoding="utf-8"?>\r\n<posts>\r\n';
const TAIL = '</posts>';

const row = (id: number, more = 'Title="t"'): string => `  <row Id="${id}" ${more} />\r\n`;

describe('XmlRowReader', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cairn-rows-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function read(content: string | Buffer, options: XmlRowReaderOptions = {}): Promise<{ rows: XmlRow[]; ids: string[]; damage: XmlDamage[] }> {
    const path = join(folder, 'Posts.xml');
    await writeFile(path, content);
    const rows: XmlRow[] = [];
    const damage: XmlDamage[] = [];
    for await (const found of new XmlRowReader(path, { ...options, onDamage: (what) => damage.push(what) }).read()) rows.push(found);
    return { rows, ids: rows.map((found) => found.attributes['Id']!), damage };
  }

  describe('when the file is whole', () => {
    it('should read rows with their line and number behind a byte order mark', async () => {
      const { rows, damage } = await read(HEAD + row(7) + row(9) + TAIL);
      expect(rows).toEqual([
        { line: 3, row: 1, attributes: { Id: '7', Title: 't' } },
        { line: 4, row: 2, attributes: { Id: '9', Title: 't' } },
      ]);
      expect(damage).toEqual([]);
    });

    it('should decode entities and keep what XML allows raw', async () => {
      const { rows } = await read(`${HEAD}<row Id="1" Body="&lt;p&gt;a &amp; b&#xA;&quot;c&#39;&#x1F600;" T='say "hi" > you' />${TAIL}`);
      expect(rows[0]!.attributes).toEqual({ Id: '1', Body: '<p>a & b\n"c\'😀', T: 'say "hi" > you' });
    });

    it('should not need one row per line', async () => {
      const { rows, damage } = await read(`<posts><row Id="1"/><row\n  Id="2"\n  Title="x"\n></row><!-- note --> <row Id="3"/>\n\n<row Id="4"/></posts>\n`);
      expect(rows.map((found) => [found.attributes['Id'], found.line])).toEqual([['1', 1], ['2', 1], ['3', 4], ['4', 6]]);
      expect(damage).toEqual([]);
    });

    it('should not let an attribute reach the prototype', async () => {
      const { rows } = await read(`${HEAD}<row Id="1" __proto__="x" constructor="y" />${TAIL}`);
      expect(Object.keys(rows[0]!.attributes)).toEqual(['Id', '__proto__', 'constructor']);
      expect(({} as Record<string, unknown>)['Id']).toBeUndefined();
    });

    it('should give the same rows wherever the chunks end', async () => {
      const body = Array.from({ length: 40 }, (_, i) => row(i, `Body="${'é😀&lt;'.repeat(4_000)}"`)).join('');
      const { ids, rows, damage } = await read(HEAD + body + TAIL);
      expect(ids).toEqual(Array.from({ length: 40 }, (_, i) => String(i)));
      expect(new Set(rows.map((found) => found.attributes['Body'])).size).toBe(1);
      expect(damage).toEqual([]);
    });
  });

  describe('when a row is damaged', () => {
    const whole = [row(1), row(2), row(3)];
    const cases: [string, string | Buffer, Partial<XmlDamage>][] = [
      ['cut in the middle', '  <row Id="5" Title="ab\r\n', { line: 4, row: 2, id: '5' }],
      ['cut before its Id', '  <row\r\n', { line: 4, row: 2, id: null }],
      ['without its beginning', 'Id="5" Title="x" />\r\n', { line: 4, row: null, id: '5' }],
      ['with a quote missing', '  <row Id="5" Title="x Body="y" />\r\n', { line: 4, row: 2, id: '5' }],
      ['with a quote too many', '  <row Id="5" Title="x"y" />\r\n', { line: 4, row: 2, id: '5' }],
      ['with a raw tag in a value', '  <row Id="5" Body="<p>x</p> <b>y</b>" Score="1" />\r\n', { line: 4, row: 2, id: '5' }],
      ['with broken UTF-8', Buffer.from('  <row Id="5" Title="x\xC3\x28y" />\r\n', 'latin1'), { line: 4, row: 2, id: '5', why: 'bytes that are not UTF-8' }],
      ['with a NUL', '  <row Id="5" Title="x\u0000" />\r\n', { line: 4, row: 2, id: '5' }],
      ['with a forbidden character reference', '  <row Id="5" Title="x&#0;" />\r\n', { line: 4, row: 2, id: '5' }],
      ['with an unknown entity', '  <row Id="5" Title="x&nope;" />\r\n', { line: 4, row: 2, id: '5' }],
      ['with an attribute twice', '  <row Id="5" Title="x" Title="y" />\r\n', { line: 4, row: 2, id: '5' }],
      ['followed by garbage', Buffer.from('\xFF\xFE\x00garbage\r\n', 'latin1'), { line: 4, row: null, id: null }],
    ];

    it.each(cases)('should report one %s once and lose no other', async (_name, bad, expected) => {
      const content = Buffer.concat([Buffer.from(HEAD + whole[0]), Buffer.from(bad as string), Buffer.from(whole[1]! + whole[2]! + TAIL)]);
      const { ids, damage } = await read(content);
      expect(ids).toEqual(['1', '2', '3']);
      expect(damage).toHaveLength(1);
      expect(damage[0]).toMatchObject(expected);
      expect(damage[0]!.why).not.toBe('');
    });

    it('should go on at the next row on the same line', async () => {
      const { ids, damage } = await read(`${HEAD}<row Id="1" /><row Id="2" Title="<row Id="3" /><row Id="4" />${TAIL}`);
      expect(ids).toEqual(['1', '3', '4']);
      expect(damage).toEqual([{ line: 3, row: 2, id: '2', why: expect.any(String) }]);
    });

    it('should report damage again after a good row', async () => {
      const { ids, damage } = await read(`${HEAD}<row Id="1\n<row Id="2" />\n<row Id="3\n<b>x\n<row Id="4" />\n${TAIL}`);
      expect(ids).toEqual(['2', '4']);
      expect(damage.map((what) => what.line)).toEqual([3, 5]);
    });

    it('should pass over a row longer than the cap without keeping it', async () => {
      const { ids, damage } = await read(HEAD + row(1) + row(2, `Title="${'x'.repeat(900_000)}"`) + row(3) + TAIL, { maxRowBytes: 300_000 });
      expect(ids).toEqual(['1', '3']);
      expect(damage).toEqual([{ line: 4, row: 2, id: '2', why: expect.stringContaining('longer') }]);
    });
  });

  describe('when the file ends early', () => {
    it.each([
      ['inside a row', `${HEAD}${row(1)}  <row Id="2" Title="x`, [4, 4]],
      ['between rows', HEAD + row(1), [3]],
      ['before the first row', '\uFEFF<?xml vers', [1, 1]],
      ['at once', '', [1]],
    ])('should say so %s', async (_name, content, lines) => {
      const { damage } = await read(content);
      expect(damage.map((what) => what.line)).toEqual(lines);
      expect(damage.at(-1)!.why).toContain('ends early');
    });
  });

  it('should survive every cut and every flipped byte of a small file', async () => {
    const file = Buffer.from(HEAD + row(1) + row(2, 'Body="&lt;p&gt;ä😀"') + row(3) + TAIL);
    for (let at = 0; at < file.length; at += 1) {
      const cut = Buffer.concat([file.subarray(0, at), file.subarray(at + 1)]);
      const flipped = Buffer.from(file);
      flipped[at] = file[at]! ^ 0x10;
      for (const content of [cut, flipped, file.subarray(0, at)]) {
        const { ids, damage } = await read(content);
        const touched = content.length < file.length - 1 ? 0 : 2;
        expect(ids.length).toBeGreaterThanOrEqual(touched);
        expect(ids.length === 3 || damage.length > 0).toBe(true);
      }
    }
  });
});
