import { Module } from '@nestjs/common';
import { EraseMember } from './application/erase-member.js';
import { FollowMember } from './application/follow-member.js';
import { MemberCards } from './application/member-cards.js';
import { MemberEmails } from './application/member-emails.js';
import { MembersFacade } from './application/members.facade.js';
import { MembersQueries } from './application/members.queries.js';
import { ProfileCounts } from './application/profile-counts.js';
import { UpdateProfile } from './application/update-profile.js';
import { MemberSearchSource } from './infra/member-search-source.js';
import { MemberListsRepository } from './infra/member-lists.repository.js';
import { MembersBulk } from './infra/members-bulk.repository.js';
import { MembersRepository } from './infra/members.repository.js';

const rows = [MemberListsRepository, MembersBulk, MemberSearchSource, MembersRepository];
const services = [EraseMember, FollowMember, MemberCards, MemberEmails, MembersFacade, MembersQueries, ProfileCounts, UpdateProfile];

@Module({ providers: [...rows, ...services], exports: [...rows, ...services] })
export class UsersModule {}
