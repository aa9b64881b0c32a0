import { Injectable } from '@nestjs/common';
import { CoalescedReads, SqlReader, sql } from '#libs/persistence';
import type { MemberCard } from '../domain/member.js';

type CardRow = Pick<MemberCard, 'role'> & { id: string; handle: string; displayName: string };

const CARDS = sql<CardRow>(
  'users.cards',
  `select id, handle, display_name as "displayName", role from users.members where id = any($1::uuid[]) and state <> 'erased'`,
);

export function toCard(row: CardRow): MemberCard {
  return { id: row.id, handle: row.handle, displayName: row.displayName, avatarUrl: `/api/users/${row.handle}/avatar`, role: row.role };
}

/** An owner whom we cannot name: imported without an account, or erased. */
export function absentCard(name: string | null): MemberCard {
  return { id: null, handle: null, displayName: name ?? 'Deleted member', avatarUrl: null, role: null };
}

/** The people on a page, in one query; pages of the same moment share it. */
@Injectable()
export class MemberCards {
  private readonly cards: CoalescedReads<string, MemberCard>;

  constructor(reader: SqlReader) {
    this.cards = new CoalescedReads(async (ids) => new Map((await reader.query(CARDS, [ids])).map((row) => [row.id, toCard(row)])));
  }

  /** Cards by id; erased and unknown members are absent. */
  async byIds(ids: Iterable<string | null>): Promise<ReadonlyMap<string, MemberCard>> {
    const wanted = [...new Set(ids)].filter((id): id is string => id !== null);
    return wanted.length === 0 ? new Map() : this.cards.read(wanted);
  }

  /** The card to show for an author column pair. */
  pick(cards: ReadonlyMap<string, MemberCard>, authorId: string | null, authorName: string | null): MemberCard {
    return (authorId === null ? undefined : cards.get(authorId)) ?? absentCard(authorName);
  }
}
