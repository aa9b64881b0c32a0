import { Injectable } from '@nestjs/common';
import { AppError, Clock, systemContext } from '#libs/kernel';
import { Logger } from '#libs/observability';
import { UnitOfWork } from '#libs/persistence';
import { CredentialsRepository } from '../authentication/credentials.repository.js';

/** "Last used" is exact to this. */
const NOTED_EVERY_MS = 60_000;

/** Notes when a personal access token was last used. Never fails the request that it is part of. */
@Injectable()
export class TokenUse {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly credentials: CredentialsRepository,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  async noted(tokenId: string, lastUsedAt: Date | null): Promise<void> {
    const now = this.clock.now();
    const usedBefore = new Date(now.getTime() - NOTED_EVERY_MS);
    if (lastUsedAt !== null && lastUsedAt > usedBefore) return;
    try {
      await this.uow.run(systemContext('token'), (tx) => this.credentials.tokenUsed(tx, tokenId, { now, usedBefore }));
    } catch (err) {
      const isExpected = err instanceof AppError && (err.definition.kind === 'unavailable' || err.definition.kind === 'insufficient-storage');
      if (!isExpected) this.logger.error('token use could not be noted', { err });
    }
  }
}
