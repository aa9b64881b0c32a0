import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { permissionsOf } from '#libs/http';
import { type Actor, Clock, hasRole } from '#libs/kernel';
import { toCard } from '../application/member-cards.js';
import { MemberEmails } from '../application/member-emails.js';
import { MembersQueries } from '../application/members.queries.js';
import { ProfileCounts } from '../application/profile-counts.js';
import { isSuspended, type Member } from '../domain/member.js';
import type { OwnProfileSchema, ProfileSchema } from './users.schemas.js';

type Profile = z.output<typeof ProfileSchema>;

/** A member as their profile page shows them to this viewer. */
@Injectable()
export class ProfilePresenter {
  constructor(
    private readonly counts: ProfileCounts,
    private readonly members: MembersQueries,
    private readonly emails: MemberEmails,
    private readonly clock: Clock,
  ) {}

  async present(viewer: Actor, member: Member): Promise<Profile> {
    const [counts, following] = await Promise.all([this.counts.of(viewer, member.id), this.isFollowing(viewer, member.id)]);
    return {
      ...toCard(member),
      bio: member.bio,
      bioHtml: member.bioHtml,
      location: member.location,
      website: member.website,
      state: isSuspended(member, this.clock.now()) ? 'suspended' : 'active',
      createdAt: member.createdAt.toISOString(),
      ...counts,
      followerCount: member.followerCount,
      followingCount: member.followingCount,
      source: member.source && { site: member.source.site, id: member.source.id, license: member.source.license ?? null, url: member.source.url ?? null },
      viewer: viewer.kind === 'member' ? this.viewerOf(viewer, member, following) : null,
    };
  }

  /** Their own: with what nobody else may read. */
  async presentOwn(viewer: Actor, member: Member): Promise<z.output<typeof OwnProfileSchema>> {
    const [profile, email] = await Promise.all([this.present(viewer, member), this.emails.of(member.id)]);
    return { ...profile, email, permissions: permissionsOf(viewer) };
  }

  private viewerOf(viewer: Actor & { kind: 'member' }, member: Member, following: boolean): NonNullable<Profile['viewer']> {
    const isSelf = viewer.id === member.id;
    return { following, canFollow: !isSelf, canSuspend: !isSelf && hasRole(viewer, 'moderator') && member.role === 'learner' };
  }

  private async isFollowing(viewer: Actor, memberId: string): Promise<boolean> {
    return viewer.kind === 'member' && viewer.id !== memberId && this.members.isFollowing(viewer.id, memberId);
  }
}
