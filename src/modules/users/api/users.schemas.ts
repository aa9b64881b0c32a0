import { z } from 'zod';
import { Instant, line, pageOf, pageQuery } from '#libs/http';
import { PROFILE_COUNTS_TO } from '../application/profile-counts.js';

export const MemberCardSchema = z
  .strictObject({
    id: z.string().nullable(),
    handle: z.string().nullable(),
    displayName: z.string(),
    avatarUrl: z.string().nullable(),
    role: z.enum(['learner', 'moderator', 'admin']).nullable(),
  })
  .meta({ id: 'MemberCard' });

export const SourceSchema = z
  .strictObject({ site: z.string(), id: z.string(), license: z.string().nullable(), url: z.string().nullable() })
  .nullable()
  .meta({ id: 'Source' });

export const ListedMemberSchema = MemberCardSchema.extend({ createdAt: Instant }).meta({ id: 'ListedMember' });
export const MemberPageSchema = pageOf(ListedMemberSchema).meta({ id: 'MemberPage' });

const countOf = (what: string) =>
  z.number().int().max(PROFILE_COUNTS_TO).meta({ description: `${what} of theirs that the viewer may see; ${PROFILE_COUNTS_TO} stands for as many or more.` });

const profile = {
  ...MemberCardSchema.shape,
  bio: z.string(),
  bioHtml: z.string(),
  location: z.string(),
  website: z.string(),
  state: z.enum(['active', 'suspended']),
  createdAt: Instant,
  questionCount: countOf('Questions'),
  answerCount: countOf('Answers'),
  followerCount: z.number().int(),
  followingCount: z.number().int(),
  source: SourceSchema,
};

export const ProfileSchema = z
  .strictObject({ ...profile, viewer: z.strictObject({ following: z.boolean(), canFollow: z.boolean(), canSuspend: z.boolean() }).nullable() })
  .meta({ id: 'Profile' });

/** What only the member themself reads. */
export const OwnProfileSchema = ProfileSchema.extend({
  email: z.string().nullable().meta({ description: 'The address they sign in with, as the issuer last told it.' }),
  permissions: z.array(z.string()).meta({ description: 'Names of what they may do by role and token; objects have rules of their own.' }),
}).meta({ id: 'OwnProfile' });

export const HandleParam = z.strictObject({ handle: z.string().regex(/^[a-z0-9][a-z0-9-]{0,38}$/) });
export const MembersQuery = z.strictObject({ q: z.string().trim().min(1).max(100).optional(), ...pageQuery });
export const PageQuery = z.strictObject(pageQuery);

const website = z
  .union([z.literal(''), z.url({ protocol: /^https?$/, error: 'must be an http(s) URL' }).max(200)])
  .meta({ format: 'uri' });

export const ProfileChangeSchema = z
  .strictObject({
    handle: z.string().min(2).max(39).optional(),
    displayName: line(1, 60).optional(),
    bio: z.string().max(5000).optional(),
    location: line(0, 100).optional(),
    website: website.optional(),
  })
  .meta({ id: 'ProfileChange' });
