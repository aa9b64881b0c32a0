import type { UserRow } from './dump-rows.js';
import { userRow } from './dump-rows.js';
import { handleProposals } from './handle-proposals.js';
import type { Classified, ImportRun } from './import-run.js';
import type { MemberProposal } from './import-sink.port.js';

const FILE = 'Users.xml';
const LONGEST_NAME = 80;
const LONGEST_LINE = 200;

function line(value: string, longest: number): string {
  return Array.from(value.replace(/\s+/g, ' ').trim()).slice(0, longest).join('');
}

function website(value: string): string {
  const url = /^[a-z][a-z0-9+.-]*:/i.test(value) ? value : value === '' ? '' : `https://${value}`;
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) && url.length <= LONGEST_LINE ? url : '';
}

function memberOf(run: ImportRun, { row, id }: Classified<UserRow>): MemberProposal {
  const about = run.texts.fromHtml(row.aboutHtml);
  if (!about.isExact) run.report.textDiffers(`profile of user ${row.id}`);
  return {
    id,
    handles: handleProposals(row.displayName, row.id),
    displayName: line(row.displayName, LONGEST_NAME),
    bio: about.body,
    bioHtml: about.bodyHtml,
    location: line(row.location, LONGEST_LINE),
    website: website(row.website.trim()),
    createdAt: row.createdAt,
    source: { site: run.site.name, id: String(row.id), license: null, url: run.urlOf(`users/${row.id}`) },
  };
}

/** Users to members without an account. */
export async function importUsers(run: ImportRun): Promise<void> {
  for await (const batch of run.batches(firstOfEach(run), (row) => row.aboutHtml.length)) {
    const items = await run.classify('user', batch, (row) => ({ content: row, text: row.aboutHtml }));
    for (const item of items) run.report.count('users', item.outcome);
    const fresh = items.filter((item) => item.outcome !== 'unchanged');
    if (fresh.length === 0) continue;
    const members = {
      rows: fresh.map((item) => memberOf(run, item)),
      records: fresh.map((item) => run.recordOf('user', item, null)),
      versions: [],
      pageIds: [],
    };
    await run.writes.start(() => run.sink.putMembers(members));
  }
  await run.writes.settle();
}

async function* firstOfEach(run: ImportRun): AsyncGenerator<UserRow> {
  for await (const row of run.rows(FILE, userRow)) {
    if (run.users.add(row.id)) yield row;
    else run.report.skip(FILE, 'the same Id came before', row.id);
  }
}
