import { Body, Controller, Delete, Get, Header, Param, Patch, Put, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { type Page, requireMember } from '#libs/kernel';
import { Allow, Ctx, GuestCached, type HttpContext, PEOPLE_KEY, Public, Returns, tagWith } from '#libs/http';
import { avatarSvg } from '../application/avatar.js';
import { EraseMember } from '../application/erase-member.js';
import { FollowMember } from '../application/follow-member.js';
import { type ListedMemberView, MembersQueries } from '../application/members.queries.js';
import { UpdateProfile } from '../application/update-profile.js';
import type { Member } from '../domain/member.js';
import { usersPermissions } from '../users.permissions.js';
import { ProfilePresenter } from './profile.presenter.js';
import { HandleParam, MemberPageSchema, MembersQuery, OwnProfileSchema, PageQuery, ProfileChangeSchema, ProfileSchema } from './users.schemas.js';

type Handle = z.output<typeof HandleParam>;
type Paging = z.output<typeof PageQuery>;
type OwnProfile = z.output<typeof OwnProfileSchema>;
type Profile = z.output<typeof ProfileSchema>;

@Controller('users')
export class UsersController {
  constructor(
    private readonly members: MembersQueries,
    private readonly presenter: ProfilePresenter,
    private readonly updateProfile: UpdateProfile,
    private readonly followMember: FollowMember,
    private readonly eraseMember: EraseMember,
  ) {}

  @Get()
  @Public()
  @Returns(200, MemberPageSchema)
  list(@Query({ schema: MembersQuery }) { q, ...paging }: z.output<typeof MembersQuery>): Promise<Page<ListedMemberView>> {
    return this.members.list(paging, q);
  }

  @Get('me')
  @Allow(usersPermissions.readSelf)
  @Returns(200, OwnProfileSchema)
  async me(@Ctx() ctx: HttpContext, @Res({ passthrough: true }) reply: FastifyReply): Promise<OwnProfile> {
    const member = await this.members.byId(requireMember(ctx).id);
    tagWith(reply, member.rowVersion);
    return this.presenter.presentOwn(ctx.actor, member);
  }

  @Patch('me')
  @Allow(usersPermissions.editSelf)
  @Returns(200, OwnProfileSchema)
  async update(@Ctx() ctx: HttpContext, @Body({ schema: ProfileChangeSchema }) change: z.output<typeof ProfileChangeSchema>, @Res({ passthrough: true }) reply: FastifyReply): Promise<OwnProfile> {
    await this.updateProfile.execute(ctx, change, ctx.ifMatch);
    return this.me(ctx, reply);
  }

  @Delete('me')
  @Allow(usersPermissions.editSelf)
  @Returns(204)
  async erase(@Ctx() ctx: HttpContext): Promise<void> {
    await this.eraseMember.execute(ctx);
  }

  @Get(':handle')
  @Public()
  @Returns(200, ProfileSchema)
  async show(@Ctx() ctx: HttpContext, @Param({ schema: HandleParam }) { handle }: Handle, @Res({ passthrough: true }) reply: FastifyReply): Promise<Profile> {
    return this.profile(ctx, await this.members.byHandle(handle), reply);
  }

  @Get(':handle/avatar')
  @Public()
  @GuestCached(() => [PEOPLE_KEY], { isUncounted: true })
  @Header('content-type', 'image/svg+xml; charset=utf-8')
  @Header('cache-control', 'public, max-age=300')
  @Returns(200, z.string())
  async avatar(@Param({ schema: HandleParam }) { handle }: Handle): Promise<string> {
    const member = await this.members.byHandle(handle);
    return avatarSvg(member.handle, member.displayName);
  }

  @Get(':handle/followers')
  @Public()
  @Returns(200, MemberPageSchema)
  followers(@Param({ schema: HandleParam }) { handle }: Handle, @Query({ schema: PageQuery }) paging: Paging): Promise<Page<ListedMemberView>> {
    return this.members.followers(handle, paging);
  }

  @Get(':handle/following')
  @Public()
  @Returns(200, MemberPageSchema)
  following(@Param({ schema: HandleParam }) { handle }: Handle, @Query({ schema: PageQuery }) paging: Paging): Promise<Page<ListedMemberView>> {
    return this.members.following(handle, paging);
  }

  @Put(':handle/follow')
  @Allow(usersPermissions.follow)
  @Returns(204)
  async follow(@Ctx() ctx: HttpContext, @Param({ schema: HandleParam }) { handle }: Handle): Promise<void> {
    await this.followMember.execute(ctx, handle, true);
  }

  @Delete(':handle/follow')
  @Allow(usersPermissions.follow)
  @Returns(204)
  async unfollow(@Ctx() ctx: HttpContext, @Param({ schema: HandleParam }) { handle }: Handle): Promise<void> {
    await this.followMember.execute(ctx, handle, false);
  }

  private profile(ctx: HttpContext, member: Member, reply: FastifyReply): Promise<Profile> {
    tagWith(reply, member.rowVersion);
    return this.presenter.present(ctx.actor, member);
  }
}
