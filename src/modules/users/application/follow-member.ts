import { Injectable } from '@nestjs/common';
import { AppError, Clock, requireMember, type RequestContext } from '#libs/kernel';
import { NOT_FOUND } from '#libs/http';
import { UnitOfWork } from '#libs/persistence';
import { CANNOT_FOLLOW_SELF } from '../domain/users.errors.js';
import { MemberListsRepository } from '../infra/member-lists.repository.js';
import { MembersRepository } from '../infra/members.repository.js';

/** Follows or unfollows a member; either may be repeated. */
@Injectable()
export class FollowMember {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly members: MembersRepository,
    private readonly lists: MemberListsRepository,
    private readonly clock: Clock,
  ) {}

  async execute(ctx: RequestContext, handle: string, follow: boolean): Promise<void> {
    const me = requireMember(ctx);
    const member = await this.members.findByHandle(handle);
    if (!member) throw new AppError(NOT_FOUND);
    if (member.id === me.id) throw new AppError(CANNOT_FOLLOW_SELF);
    await this.uow.run(ctx, async (tx) => {
      if (!(await this.lists.lockPair(tx, me.id, member.id))) throw new AppError(NOT_FOUND);
      if (follow) await this.lists.follow(tx, me.id, member.id, this.clock.now());
      else await this.lists.unfollow(tx, me.id, member.id);
    });
  }
}
