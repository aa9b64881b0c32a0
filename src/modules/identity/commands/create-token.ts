import { Injectable } from '@nestjs/common';
import { AppError, type Scope, systemContext } from '#libs/kernel';
import { MembersFacade } from '#modules/users';
import { scopesOfRole } from '../authentication/scopes.js';
import { MEMBER_UNKNOWN, SCOPE_REFUSED } from '../identity.errors.js';
import { CreatePersonalToken } from '../tokens/create-personal-token.js';

export interface TokenFor {
  handle: string;
  scopes: readonly Scope[];
  name?: string;
  expiresInDays?: number;
}

/** `cairn token create`: a personal access token for a member, made by whoever operates the site. */
@Injectable()
export class CreateToken {
  constructor(
    private readonly members: MembersFacade,
    private readonly create: CreatePersonalToken,
  ) {}

  /** @throws IDENTITY.MEMBER_UNKNOWN, IDENTITY.SCOPE_REFUSED, IDENTITY.TOKEN_LIMIT */
  async execute({ handle, scopes, name = 'made on the command line', expiresInDays }: TokenFor): Promise<{ id: string; token: string }> {
    const member = await this.members.findByHandle(handle);
    if (!member) throw new AppError(MEMBER_UNKNOWN, { detail: `There is no member called ${handle}` });
    const refused = scopes.filter((scope) => !scopesOfRole(member.role).includes(scope));
    if (refused.length > 0) throw new AppError(SCOPE_REFUSED, { detail: `The role ${member.role} cannot use the scope ${refused.join(', ')}` });
    return this.create.execute(systemContext('cli'), { memberId: member.id, name, scopes, expiresInDays });
  }
}
