import { Injectable } from '@nestjs/common';
import { AppError, type RequestContext, requireMember, type Scope } from '#libs/kernel';
import { NOT_FOUND } from '#libs/http';
import { UnitOfWork } from '#libs/persistence';
import { scopesOfRole } from '../authentication/scopes.js';
import { SCOPE_REFUSED, TOKEN_BY_TOKEN } from '../identity.errors.js';
import { CreatePersonalToken } from './create-personal-token.js';
import { type PersonalToken, PersonalTokensRepository } from './personal-tokens.repository.js';

/** What members do with their own tokens. A personal access token can neither make nor remove tokens: a stolen one stays one. */
@Injectable()
export class ManagePersonalTokens {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly tokens: PersonalTokensRepository,
    private readonly create: CreatePersonalToken,
  ) {}

  list(ctx: RequestContext): Promise<PersonalToken[]> {
    return this.tokens.list(requireMember(ctx).id);
  }

  find(ctx: RequestContext, id: string): Promise<PersonalToken | null> {
    return this.tokens.find(id, requireMember(ctx).id);
  }

  /** @throws IDENTITY.TOKEN_BY_TOKEN, IDENTITY.SCOPE_REFUSED, IDENTITY.TOKEN_LIMIT */
  async make(ctx: RequestContext, input: { name: string; scopes: readonly Scope[]; expiresInDays?: number }): Promise<{ id: string; token: string }> {
    const member = this.requirePerson(ctx);
    const allowed = new Set(scopesOfRole(member.role).filter((scope) => member.scopes.includes(scope)));
    const refused = input.scopes.filter((scope) => !allowed.has(scope));
    if (refused.length > 0) throw new AppError(SCOPE_REFUSED, { detail: `You cannot give the scope ${refused.join(', ')}` });
    return this.create.execute(ctx, { ...input, memberId: member.id });
  }

  /** @throws RESOURCE.NOT_FOUND */
  async remove(ctx: RequestContext, id: string): Promise<void> {
    const member = this.requirePerson(ctx);
    const wasThere = await this.uow.run(ctx, (tx) => this.tokens.delete(tx, id, member.id));
    if (!wasThere) throw new AppError(NOT_FOUND);
  }

  private requirePerson(ctx: RequestContext) {
    const member = requireMember(ctx);
    if (member.tokenId !== undefined) throw new AppError(TOKEN_BY_TOKEN);
    return member;
  }
}
