import { Injectable } from '@nestjs/common';
import { AppError, Clock, idForCreated, type RequestContext, type Scope } from '#libs/kernel';
import { UnitOfWork } from '#libs/persistence';
import { TOKEN_LIMIT } from '../identity.errors.js';
import { newPersonalToken } from './personal-token.js';
import { PersonalTokensRepository } from './personal-tokens.repository.js';

export interface NewPersonalToken {
  memberId: string;
  name: string;
  scopes: readonly Scope[];
  /** Days; without it the token does not expire. */
  expiresInDays?: number;
}

const MAX_PER_MEMBER = 50;
const DAY_MS = 24 * 3600_000;

/** Makes a personal access token. Whether its maker may give these scopes is for the caller to check. */
@Injectable()
export class CreatePersonalToken {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly tokens: PersonalTokensRepository,
    private readonly clock: Clock,
  ) {}

  /** @returns the token itself, which is nowhere else. @throws IDENTITY.TOKEN_LIMIT */
  async execute(ctx: RequestContext, input: NewPersonalToken): Promise<{ id: string; token: string }> {
    const { memberId, name, expiresInDays } = input;
    const createdAt = this.clock.now();
    const expiresAt = expiresInDays === undefined ? null : new Date(createdAt.getTime() + expiresInDays * DAY_MS);
    const { token, hash } = newPersonalToken();
    const id = idForCreated(ctx);
    await this.uow.run(ctx, async (tx) => {
      if ((await this.tokens.countLocked(tx, memberId)) >= MAX_PER_MEMBER) {
        throw new AppError(TOKEN_LIMIT, { detail: `There may be ${MAX_PER_MEMBER} tokens: delete one that is no longer used` });
      }
      await this.tokens.insert(tx, { id, memberId, name, hash, scopes: [...new Set(input.scopes)], createdAt, expiresAt });
    });
    return { id, token };
  }
}
