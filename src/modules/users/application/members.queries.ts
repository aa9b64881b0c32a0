import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { AppError, type Page } from '#libs/kernel';
import { CursorInstant, decodeCursor, Id, NOT_FOUND, toPage } from '#libs/http';
import type { Member, MemberCard } from '../domain/member.js';
import { type ListedMember, MemberListsRepository, type PageStart } from '../infra/member-lists.repository.js';
import { MembersRepository } from '../infra/members.repository.js';
import { toCard } from './member-cards.js';

/** A member in a list; `createdAt` is when they joined. */
export type ListedMemberView = MemberCard & { createdAt: string };

export interface Paging {
  limit: number;
  cursor?: string;
}

const Cursor = z.tuple([CursorInstant, Id]);

function startOf(cursor: string | undefined): PageStart | undefined {
  if (cursor === undefined) return undefined;
  const [sortAt, id] = decodeCursor(Cursor, cursor);
  return { sortAt, id };
}

function pageOf(rows: ListedMember[], limit: number): Page<ListedMemberView> {
  return toPage(rows, limit, (row) => [row.sortAt, row.id], (row) => ({ ...toCard(row), createdAt: row.createdAt.toISOString() }));
}

/** Members, one by one and in pages; erased ones are not there. */
@Injectable()
export class MembersQueries {
  constructor(
    private readonly members: MembersRepository,
    private readonly lists: MemberListsRepository,
  ) {}

  /** @throws RESOURCE.NOT_FOUND */
  async byHandle(handle: string): Promise<Member> {
    return this.present(await this.members.findByHandle(handle));
  }

  /** @throws RESOURCE.NOT_FOUND */
  async byId(id: string): Promise<Member> {
    return this.present(await this.members.findById(id));
  }

  /** The newest first; `words` anywhere in handle or name. */
  async list(paging: Paging, words?: string): Promise<Page<ListedMemberView>> {
    return pageOf(await this.lists.list(startOf(paging.cursor), paging.limit + 1, words), paging.limit);
  }

  /** @throws RESOURCE.NOT_FOUND */
  async followers(handle: string, paging: Paging): Promise<Page<ListedMemberView>> {
    const start = startOf(paging.cursor);
    const { id } = await this.byHandle(handle);
    return pageOf(await this.lists.followers(id, start, paging.limit + 1), paging.limit);
  }

  /** @throws RESOURCE.NOT_FOUND */
  async following(handle: string, paging: Paging): Promise<Page<ListedMemberView>> {
    const start = startOf(paging.cursor);
    const { id } = await this.byHandle(handle);
    return pageOf(await this.lists.following(id, start, paging.limit + 1), paging.limit);
  }

  isFollowing(followerId: string, memberId: string): Promise<boolean> {
    return this.lists.isFollowing(followerId, memberId);
  }

  private present(member: Member | null): Member {
    if (!member || member.state === 'erased') throw new AppError(NOT_FOUND);
    return member;
  }
}
