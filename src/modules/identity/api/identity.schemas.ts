import { z } from 'zod';
import { Id, Instant, line } from '#libs/http';
import { MemberCardSchema } from '#modules/users';

const ScopeSchema = z.enum(['read', 'write', 'moderate', 'admin']);

export const SessionMemberSchema = MemberCardSchema.extend({ permissions: z.array(z.string()) }).meta({ id: 'SessionMember' });
export const SessionSchema = z.strictObject({ member: SessionMemberSchema.nullable() }).meta({ id: 'Session' });

export const OwnSessionSchema = z
  .strictObject({
    id: Id,
    createdAt: Instant,
    lastSeenAt: Instant,
    ip: z.string().nullable(),
    userAgent: z.string().nullable(),
    current: z.boolean(),
  })
  .meta({ id: 'OwnSession' });
export const OwnSessionsSchema = z.strictObject({ items: z.array(OwnSessionSchema) }).meta({ id: 'OwnSessions' });

const token = {
  id: Id,
  name: z.string(),
  scopes: z.array(ScopeSchema),
  createdAt: Instant,
  expiresAt: Instant.nullable(),
  lastUsedAt: Instant.nullable(),
};
export const AccessTokenSchema = z.strictObject(token).meta({ id: 'AccessToken' });
export const AccessTokensSchema = z.strictObject({ items: z.array(AccessTokenSchema), nextCursor: z.string().nullable() }).meta({ id: 'AccessTokens' });
export const CreatedAccessTokenSchema = z
  .strictObject({
    ...token,
    token: z.string().nullable().meta({ description: 'The token itself, this once; null when the same Idempotency-Key is answered again.' }),
  })
  .meta({ id: 'CreatedAccessToken' });

export const NewAccessTokenSchema = z
  .strictObject({
    name: line(1, 100),
    scopes: z.array(ScopeSchema).min(1).max(4),
    expiresInDays: z.number().int().min(1).max(3650).optional(),
  })
  .meta({ id: 'NewAccessToken' });

export const SignInQuery = z.strictObject({ returnTo: z.string().max(2000).optional() });
/** A missing token is refused like a bad one. */
export const LogoutTokenForm = z.object({ logout_token: z.string().max(16_384).optional() });
/** Issuers add parameters of their own; what we do not know is left aside. */
export const CallbackQuery = z.object({
  state: z.string().max(500),
  code: z.string().min(1).max(2000).optional(),
  error: z.string().max(200).optional(),
});
