import type { RowFields } from './row-fields.js';

export interface UserRow {
  id: number;
  displayName: string;
  createdAt: Date;
  aboutHtml: string;
  location: string;
  website: string;
}

interface Authored {
  id: number;
  createdAt: Date;
  score: number;
  /** Null when the owner's account is gone. */
  ownerId: number | null;
  ownerName: string | null;
  license: string | null;
}

interface PostRow extends Authored {
  html: string;
  editedAt: Date | null;
}

export interface QuestionRow extends PostRow {
  kind: 'question';
  title: string;
  tags: string[];
  acceptedAnswerId: number | null;
  lastActivityAt: Date;
  closedAt: Date | null;
}

export interface AnswerRow extends PostRow {
  kind: 'answer';
  questionId: number;
}

/** A post that is neither question nor answer, or is deleted at its source. */
export interface OtherPostRow {
  kind: 'other';
  id: number;
  reason: string;
  html: string;
}

export interface CommentRow extends Authored {
  postId: number;
  text: string;
}

export interface HistoryRow {
  id: number;
  postId: number;
  type: number;
  revision: string;
  at: Date;
  text: string;
  /** The close reason on type 10. */
  comment: string | null;
}

const POST_TYPES: Readonly<Record<number, string>> = {
  3: 'orphaned tag wiki', 4: 'tag excerpt', 5: 'tag wiki', 6: 'moderator nomination', 7: 'wiki placeholder', 8: 'privilege wiki',
  9: 'article', 10: 'help article', 12: 'collection', 13: 'moderator questionnaire', 14: 'announcement', 15: 'collective discussion', 17: 'collective collection',
};

function authored(row: RowFields, owner: 'Owner' | ''): Authored {
  return {
    id: row.requireInteger('Id'),
    createdAt: row.requireMoment('CreationDate'),
    score: row.integer('Score') ?? 0,
    ownerId: row.integer(`${owner}UserId`),
    ownerName: row.text(owner === 'Owner' ? 'OwnerDisplayName' : 'UserDisplayName'),
    license: row.text('ContentLicense'),
  };
}

/** `<a><b>` in older dumps, `|a|b|` in newer ones. */
export function splitTags(value: string): string[] {
  return value.split(/[<>|]+/).filter((tag) => tag !== '');
}

/** @throws BadRowError, as all of these */
export function userRow(row: RowFields): UserRow {
  const id = row.requireInteger('Id');
  return {
    id,
    displayName: row.text('DisplayName')?.trim() || `user${id}`,
    createdAt: row.requireMoment('CreationDate'),
    aboutHtml: row.text('AboutMe') ?? '',
    location: row.text('Location') ?? '',
    website: row.text('WebsiteUrl') ?? '',
  };
}

export function postRow(row: RowFields): QuestionRow | AnswerRow | OtherPostRow {
  const type = row.requireInteger('PostTypeId');
  const html = row.text('Body') ?? '';
  const deleted = row.text('DeletionDate') !== null;
  if (deleted || (type !== 1 && type !== 2)) {
    const reason = deleted ? 'deleted at its source' : `neither question nor answer: ${POST_TYPES[type] ?? 'unknown post type'} (type ${type})`;
    return { kind: 'other', id: row.requireInteger('Id'), reason, html };
  }
  const post = { ...authored(row, 'Owner'), html, editedAt: row.moment('LastEditDate') };
  if (type === 2) return { kind: 'answer', ...post, questionId: row.requireInteger('ParentId') };
  return {
    kind: 'question',
    ...post,
    title: row.requireText('Title'),
    tags: splitTags(row.text('Tags') ?? ''),
    acceptedAnswerId: row.integer('AcceptedAnswerId'),
    lastActivityAt: row.moment('LastActivityDate') ?? post.createdAt,
    closedAt: row.moment('ClosedDate'),
  };
}

export function commentRow(row: RowFields): CommentRow {
  return { ...authored(row, ''), postId: row.requireInteger('PostId'), text: row.requireText('Text') };
}

export function historyRow(row: RowFields): HistoryRow {
  return {
    id: row.requireInteger('Id'),
    postId: row.requireInteger('PostId'),
    type: row.requireInteger('PostHistoryTypeId'),
    revision: row.text('RevisionGUID') ?? '',
    at: row.requireMoment('CreationDate'),
    text: row.text('Text') ?? '',
    comment: row.text('Comment'),
  };
}
