import { Injectable } from '@nestjs/common';
import { Outbox } from '#libs/events';
import { AppError, Clock, requireMember, type RequestContext } from '#libs/kernel';
import { NOT_FOUND, PageVersions, PEOPLE_KEY } from '#libs/http';
import { UnitOfWork } from '#libs/persistence';
import { MemberListsRepository } from '../infra/member-lists.repository.js';
import { MembersRepository } from '../infra/members.repository.js';
import { memberStateChanged, memberSubject } from '../users.events.js';

/** Erases one's own account: the person goes, what they wrote stays under "Deleted member". */
@Injectable()
export class EraseMember {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly members: MembersRepository,
    private readonly lists: MemberListsRepository,
    private readonly outbox: Outbox,
    private readonly pages: PageVersions,
    private readonly clock: Clock,
  ) {}

  async execute(ctx: RequestContext): Promise<void> {
    const { id } = requireMember(ctx);
    await this.uow.run(ctx, async (tx) => {
      await this.lists.unfollowAll(tx, id);
      const member = await this.members.lock(tx, id);
      if (!member) throw new AppError(NOT_FOUND);
      await this.members.erase(tx, id, this.clock.now());
      this.pages.bump(tx, PEOPLE_KEY);
      await this.outbox.add(tx, memberStateChanged.of(memberSubject(id), { memberId: id, from: member.state, to: 'erased', actorId: id }));
    });
  }
}
