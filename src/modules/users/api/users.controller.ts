import { Body, Controller, Delete, Get, Header, Param, Patch, Put, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { AppError, type Page, requireMember } from '#libs/kernel';
import { Allow, Ctx, decodeCursor, GuestCached, type HttpContext, NOT_FOUND, PEOPLE_KEY, Public, Returns, tagWith, toPage } from '#libs/http';
import { avatarSvg } from '../application/avatar.js';
import { EraseMember } from '../application/erase-member.js';
import { FollowMember } from '../application/follow-member.js';
import { toCard } from '../application/member-cards.js';
import { UpdateProfile } from '../application/update-profile.js';
import type { Member } from '../domain/member.js';
import { type ListedMember, MemberListsRepository, type PageStart } from '../infra/member-lists.repository.js';
import { MembersRepository } from '../infra/members.repository.js';
import { usersPermissions } from '../users.permissions.js';
import { ProfilePresenter } from './profile.presenter.js';
import { HandleParam, MemberPageSchema, MembersQuery, PageQuery, ProfileChangeSchema, ProfileSchema } from './users.schemas.js';

type Handle = z.output<typeof HandleParam>;
type Paging = z.output<typeof PageQuery>;
type Profile = z.output<typeof ProfileSchema>;
type Listed = z.output<typeof MemberPageSchema>;

const Cursor = z.tuple([z.string(), z.uuid()]);

function start(cursor: string | undefined): PageStart | undefined {
  if (cursor === undefined) return undefined;
  const [sortAt, id] = decodeCursor(Cursor, cursor);
  return { sortAt, id };
}

function present(rows: ListedMember[], limit: number): Listed {
  return toPage(rows, limit, (row) => [row.sortAt, row.id], (row) => ({ ...toCard(row), createdAt: row.createdAt.toISOString() }));
}

@Controller('users')
export class UsersController {
  constructor(
    private readonly members: MembersRepository,
    private readonly lists: MemberListsRepository,
    private readonly presenter: ProfilePresenter,
    private readonly updateProfile: UpdateProfile,
    private readonly followMember: FollowMember,
    private readonly eraseMember: EraseMember,
  ) {}

  @Get()
  @Public()
  @Returns(200, MemberPageSchema)
  async list(@Query({ schema: MembersQuery }) query: z.output<typeof MembersQuery>): Promise<Listed> {
    return present(await this.lists.list(start(query.cursor), query.limit + 1, query.q), query.limit);
  }

  @Get('me')
  @Allow(usersPermissions.readSelf)
  @Returns(200, ProfileSchema)
  async me(@Ctx() ctx: HttpContext, @Res({ passthrough: true }) reply: FastifyReply): Promise<Profile> {
    return this.profile(ctx, await this.members.findById(requireMember(ctx).id), reply);
  }

  @Patch('me')
  @Allow(usersPermissions.editSelf)
  @Returns(200, ProfileSchema)
  async update(@Ctx() ctx: HttpContext, @Body({ schema: ProfileChangeSchema }) change: z.output<typeof ProfileChangeSchema>, @Res({ passthrough: true }) reply: FastifyReply): Promise<Profile> {
    await this.updateProfile.execute(ctx, change, ctx.ifMatch);
    return this.profile(ctx, await this.members.findById(requireMember(ctx).id), reply);
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
    return this.profile(ctx, await this.members.findByHandle(handle), reply);
  }

  @Get(':handle/avatar')
  @Public()
  @GuestCached(() => [PEOPLE_KEY])
  @Header('content-type', 'image/svg+xml; charset=utf-8')
  @Header('cache-control', 'public, max-age=300')
  @Returns(200, z.string())
  async avatar(@Param({ schema: HandleParam }) { handle }: Handle): Promise<string> {
    const member = this.found(await this.members.findByHandle(handle));
    return avatarSvg(member.handle, member.displayName);
  }

  @Get(':handle/followers')
  @Public()
  @Returns(200, MemberPageSchema)
  async followers(@Param({ schema: HandleParam }) { handle }: Handle, @Query({ schema: PageQuery }) query: Paging): Promise<Listed> {
    const { id } = this.found(await this.members.findByHandle(handle));
    return present(await this.lists.followers(id, start(query.cursor), query.limit + 1), query.limit);
  }

  @Get(':handle/following')
  @Public()
  @Returns(200, MemberPageSchema)
  async following(@Param({ schema: HandleParam }) { handle }: Handle, @Query({ schema: PageQuery }) query: Paging): Promise<Page<Listed['items'][number]>> {
    const { id } = this.found(await this.members.findByHandle(handle));
    return present(await this.lists.following(id, start(query.cursor), query.limit + 1), query.limit);
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

  private async profile(ctx: HttpContext, member: Member | null, reply: FastifyReply): Promise<Profile> {
    const found = this.found(member);
    tagWith(reply, found.rowVersion);
    return this.presenter.present(ctx.actor, found);
  }

  private found(member: Member | null): Member {
    if (!member || member.state === 'erased') throw new AppError(NOT_FOUND);
    return member;
  }
}
