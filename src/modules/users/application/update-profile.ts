import { Injectable } from '@nestjs/common';
import { Outbox } from '#libs/events';
import { AppError, Clock, requireMember, type RequestContext } from '#libs/kernel';
import { NOT_FOUND, PageVersions, PEOPLE_KEY, requireVersion } from '#libs/http';
import { type Tx, UnitOfWork, violatedConstraint } from '#libs/persistence';
import { RichText } from '#libs/rich-text-server';
import { isHandle } from '../domain/handle.js';
import type { Member } from '../domain/member.js';
import { HANDLE_INVALID, HANDLE_TAKEN } from '../domain/users.errors.js';
import { MembersRepository } from '../infra/members.repository.js';
import { memberSubject, memberUpdated } from '../users.events.js';

export interface ProfileChange {
  handle?: string;
  displayName?: string;
  bio?: string;
  location?: string;
  website?: string;
}

/** Changes one's own profile. */
@Injectable()
export class UpdateProfile {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly members: MembersRepository,
    private readonly outbox: Outbox,
    private readonly pages: PageVersions,
    private readonly richText: RichText,
    private readonly clock: Clock,
  ) {}

  async execute(ctx: RequestContext, change: ProfileChange, ifMatch?: string): Promise<void> {
    const { id } = requireMember(ctx);
    if (change.handle !== undefined && !isHandle(change.handle)) throw new AppError(HANDLE_INVALID);
    const bioHtml = change.bio === undefined ? undefined : (await this.richText.render(change.bio)).html;
    await this.uow.run(ctx, async (tx) => {
      const member = await this.members.lock(tx, id);
      if (!member) throw new AppError(NOT_FOUND);
      requireVersion(ifMatch, member.rowVersion);
      await this.save(tx, { ...member, ...change, bioHtml: bioHtml ?? member.bioHtml });
      this.pages.bump(tx, PEOPLE_KEY);
      await this.outbox.add(tx, memberUpdated.of(memberSubject(id), { memberId: id }));
    });
  }

  private async save(tx: Tx, member: Member): Promise<void> {
    try {
      await this.members.update(tx, member, this.clock.now());
    } catch (error) {
      if (violatedConstraint(error) === 'members_handle') throw new AppError(HANDLE_TAKEN);
      throw error;
    }
  }
}
