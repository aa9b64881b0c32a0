import { type DumpRow, writeDumpFile } from './write-dump.js';

export type DumpRows = Record<'Users' | 'Tags' | 'PostHistory' | 'Posts' | 'Comments' | 'Votes', DumpRow[]>;

const at = (day: number): string => `2019-03-${String(day).padStart(2, '0')}T10:00:00.120`;
const license = { ContentLicense: 'CC BY-SA 4.0' };

/** A site of four people, written for tests: an accepted answer, a closed duplicate, a gone owner, an edited post, a tag wiki. */
export function smallDump(): DumpRows {
  return {
    Users: [
      { Id: -1, DisplayName: 'Community', CreationDate: at(1), AboutMe: '<p>Not a person.</p>' },
      { Id: 1, DisplayName: 'Zoë O’Neil', CreationDate: at(1), AboutMe: '<p>I <b>knit</b>.</p>', Location: 'Kraków', WebsiteUrl: 'https://zoe.example.org' },
      { Id: 2, DisplayName: 'zoe oneil', CreationDate: at(2), WebsiteUrl: 'javascript:alert(1)' },
      { Id: 3, DisplayName: '12345', CreationDate: at(2) },
    ],
    Tags: [
      { Id: 1, TagName: 'yarn', Count: 2, ExcerptPostId: 6, WikiPostId: 7 },
      { Id: 2, TagName: '.net', Count: 1 },
    ],
    PostHistory: [
      { Id: 1, PostHistoryTypeId: 2, PostId: 1, RevisionGUID: 'a', CreationDate: at(3), UserId: 1, Text: 'First *words*.' },
      { Id: 2, PostHistoryTypeId: 1, PostId: 1, RevisionGUID: 'a', CreationDate: at(3), UserId: 1, Text: 'How to cast on at all' },
      { Id: 3, PostHistoryTypeId: 3, PostId: 1, RevisionGUID: 'a', CreationDate: at(3), UserId: 1, Text: '<yarn>' },
      { Id: 4, PostHistoryTypeId: 5, PostId: 1, RevisionGUID: 'b', CreationDate: at(5), UserId: 1, Text: 'Second words.' },
      { Id: 5, PostHistoryTypeId: 10, PostId: 4, RevisionGUID: 'c', CreationDate: at(9), UserId: 1, Comment: '101', Text: '{}' },
    ],
    Posts: [
      { Id: 1, PostTypeId: 1, AcceptedAnswerId: 3, CreationDate: at(3), Score: 5, Body: '<p>Second <em>words</em>.</p>', OwnerUserId: 1, LastEditDate: at(5), LastActivityDate: at(8), Title: 'How to cast on?', Tags: '<yarn><.net>', ...license },
      { Id: 2, PostTypeId: 2, ParentId: 1, CreationDate: at(4), Score: -1, Body: '<p>Badly.</p>', OwnerDisplayName: 'user77', LastActivityDate: at(4), ...license },
      { Id: 3, PostTypeId: 2, ParentId: 1, CreationDate: at(6), Score: 7, Body: '<pre><code>k2tog\n</code></pre>', OwnerUserId: 2, LastActivityDate: at(6), ...license },
      { Id: 4, PostTypeId: 1, CreationDate: at(7), Score: 0, Body: '<p>Same again</p>', OwnerUserId: 99, LastActivityDate: at(7), ClosedDate: at(9), Title: 'How do I cast on?', Tags: '|yarn|', ...license },
      { Id: 6, PostTypeId: 4, CreationDate: at(3), Score: 0, Body: '<p>Spun fibre.</p>' },
      { Id: 7, PostTypeId: 5, CreationDate: at(3), Score: 0, Body: '<p>Long text.</p>' },
    ],
    Comments: [
      { Id: 1, PostId: 1, Score: 2, Text: 'Have you `tried`?', CreationDate: at(4), UserId: 2, ...license },
      { Id: 2, PostId: 3, Score: 0, Text: '# not a heading', CreationDate: at(7), UserDisplayName: 'user77', ...license },
      { Id: 3, PostId: 6, Score: 0, Text: 'On a tag wiki', CreationDate: at(7), UserId: 1, ...license },
    ],
    Votes: [
      ...[1, 1, 1, 1, 1].map((PostId, index) => ({ Id: index + 1, PostId, VoteTypeId: 2, CreationDate: at(4) })),
      { Id: 6, PostId: 2, VoteTypeId: 3, CreationDate: at(5) },
      { Id: 7, PostId: 3, VoteTypeId: 2, CreationDate: at(6) },
      { Id: 8, PostId: 3, VoteTypeId: 1, CreationDate: at(6) },
      { Id: 9, PostId: 55, VoteTypeId: 2, CreationDate: at(6) },
    ],
  };
}

export async function writeDump(folder: string, rows: DumpRows): Promise<void> {
  for (const [name, list] of Object.entries(rows)) await writeDumpFile(folder, name, list);
}
