import { Body, Controller, Delete, Get, Param, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { Allow, Ctx, type HttpContext, Idempotency, IdParam, Limited, NOT_FOUND, Returns } from '#libs/http';
import { AppError } from '#libs/kernel';
import { defineLimit } from '#libs/rate-limit';
import { identityPermissions } from '../identity.permissions.js';
import { ManagePersonalTokens } from '../tokens/manage-personal-tokens.js';
import type { PersonalToken } from '../tokens/personal-tokens.repository.js';
import { AccessTokenSchema, AccessTokensSchema, CreatedAccessTokenSchema, NewAccessTokenSchema } from './identity.schemas.js';

const MAKE = defineLimit('identity.make-token', { allowance: 20, perSeconds: 3600 });

function present(token: PersonalToken): z.output<typeof AccessTokenSchema> {
  const { id, name, scopes, createdAt, expiresAt, lastUsedAt } = token;
  return { id, name, scopes, createdAt: createdAt.toISOString(), expiresAt: expiresAt?.toISOString() ?? null, lastUsedAt: lastUsedAt?.toISOString() ?? null };
}

@Controller('tokens')
export class TokensController {
  constructor(
    private readonly tokens: ManagePersonalTokens,
    private readonly idempotency: Idempotency,
  ) {}

  @Get()
  @Allow(identityPermissions.readTokens)
  @Returns(200, AccessTokensSchema)
  async list(@Ctx() ctx: HttpContext): Promise<z.output<typeof AccessTokensSchema>> {
    return { items: (await this.tokens.list(ctx)).map(present), nextCursor: null };
  }

  @Post()
  @Allow(identityPermissions.manageTokens)
  @Limited(MAKE)
  @Returns(201, CreatedAccessTokenSchema)
  async make(
    @Ctx() ctx: HttpContext,
    @Body({ schema: NewAccessTokenSchema }) body: z.output<typeof NewAccessTokenSchema>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.output<typeof CreatedAccessTokenSchema>> {
    let secret: string | null = null;
    const id = await this.idempotency.run(ctx, 'tokens.make', body, async (inner) => {
      const made = await this.tokens.make(inner, body);
      secret = made.token;
      return made.id;
    });
    const token = await this.tokens.find(ctx, id);
    if (!token) throw new AppError(NOT_FOUND);
    void reply.header('location', `/api/tokens/${id}`).header('cache-control', 'no-store');
    return { ...present(token), token: secret };
  }

  @Delete(':id')
  @Allow(identityPermissions.manageTokens)
  @Returns(204)
  async remove(@Ctx() ctx: HttpContext, @Param({ schema: IdParam }) { id }: z.output<typeof IdParam>): Promise<void> {
    await this.tokens.remove(ctx, id);
  }
}
