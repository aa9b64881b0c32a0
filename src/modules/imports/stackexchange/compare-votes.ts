import type { ImportRun } from './import-run.js';
import type { RowFields } from './row-fields.js';

const FILE = 'Votes.xml';
const UP = 2;
const DOWN = 3;
const OTHER: Readonly<Record<number, string>> = {
  1: 'acceptance (taken from the question)', 4: 'offensive flag', 5: 'favourite', 6: 'close', 7: 'reopen', 8: 'bounty start', 9: 'bounty close',
  10: 'deletion', 11: 'undeletion', 12: 'spam flag', 15: 'moderator review', 16: 'edit approval',
};

/** Votes are anonymous in a dump, so they count only as the score that each post carries; where they do not add up to it the report says so. */
export async function compareVotes(run: ImportRun): Promise<void> {
  if (!run.dump.has(FILE)) return;
  for await (const vote of run.rows(FILE, voteRow)) {
    if (vote.type !== UP && vote.type !== DOWN) run.report.skip(FILE, `not an up or down vote: ${OTHER[vote.type] ?? 'other'} (type ${vote.type})`, vote.id);
    else if (!run.done.questions.has(vote.postId) && !run.done.answers.has(vote.postId)) run.report.skip(FILE, 'its post is not among those imported', vote.id);
    else run.votes.add(vote.postId, vote.type === UP ? -1 : 1);
  }
  for (const [post, difference] of run.votes.entries()) {
    if (run.done.questions.has(post) || run.done.answers.has(post)) run.report.scoreDiffers(post, difference);
  }
}

function voteRow(row: RowFields): { id: number; postId: number; type: number } {
  return { id: row.requireInteger('Id'), postId: row.requireInteger('PostId'), type: row.requireInteger('VoteTypeId') };
}
