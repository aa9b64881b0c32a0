import { type DumpRow, writeDumpFile } from '../../src/modules/imports/testing/index.js';

const WORDS = 'loop stitch needle pattern gauge border cable purl ribbing yarn colour chart repeat decrease increase swatch blocking cuff heel gusset'.split(' ');
const ANSWERS = 2;
const AUTHORS = 500;

/** Always the same numbers for the same seed (a linear congruential generator): a failing run can be repeated. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

function body(pick: (below: number) => number, paragraphs: number): string {
  const words = (count: number): string => Array.from({ length: count }, () => WORDS[pick(WORDS.length)]).join(' ');
  const parts = Array.from({ length: paragraphs }, () => `<p>${words(40)} &amp; <em>${words(2)}</em>, <a href="https://example.org/${pick(1e6)}">${words(3)}</a> ${words(30)}.</p>`);
  parts.splice(1, 0, `<pre class="lang-js"><code>const ${words(1)} = ${pick(1e6)};\nif (a &lt; b) return "é😀";\n</code></pre>`, `<ul>\n<li>${words(8)}</li>\n<li><strong>${words(5)}</strong></li>\n</ul>`);
  return parts.join('\n\n');
}

/** Questions with two answers each, every second question with one accepted, until the rows fill so many bytes. */
function* posts(bytes: number): Generator<DumpRow> {
  const pick = random(7);
  let id = 0;
  for (let written = 0; written < bytes; ) {
    const questionId = (id += 1);
    const at = new Date(1_400_000_000_000 + id * 60_000).toISOString().slice(0, 23);
    const common = { CreationDate: at, LastActivityDate: at, ContentLicense: 'CC BY-SA 4.0' };
    const accepted = questionId % 2 === 0 ? { AcceptedAnswerId: questionId + 1 } : {};
    const question = { Id: questionId, PostTypeId: 1, ...accepted, Score: pick(20), OwnerUserId: 1 + pick(AUTHORS), Title: `How does ${WORDS[pick(20)]} number ${id} go with ${WORDS[pick(20)]}?`, Tags: `<${WORDS[pick(20)]}>` };
    const rows: DumpRow[] = [{ ...question, ...common, Body: body(pick, 8) }];
    for (let n = 0; n < ANSWERS; n += 1) rows.push({ Id: (id += 1), PostTypeId: 2, ParentId: questionId, Score: pick(9), OwnerUserId: 1 + pick(AUTHORS), ...common, Body: body(pick, 6) });
    for (const row of rows) {
      written += 400 + String(row['Body']).length;
      yield row;
    }
  }
}

function* users(): Generator<DumpRow> {
  for (let id = 1; id <= AUTHORS; id += 1) yield { Id: id, DisplayName: `Knitter ${id}`, CreationDate: '2014-01-01T00:00:00.000' };
}

/** A dump whose Posts.xml has about `megabytes`, written as a stream. */
export async function generateDump(folder: string, megabytes: number): Promise<void> {
  await writeDumpFile(folder, 'Users', users());
  await writeDumpFile(folder, 'Posts', posts(megabytes * 1_000_000));
}
