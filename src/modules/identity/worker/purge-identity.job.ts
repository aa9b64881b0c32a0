import { Injectable, type OnModuleInit } from '@nestjs/common';
import { defineJob, handleJob, JobRegistry } from '#libs/jobs';
import { PurgeIdentity } from '../sessions/purge-identity.js';

const HOUR_MS = 3600_000;
const PURGE = defineJob('identity.purge', { attempts: 3, backoffMs: 10_000 });

/** Housekeeping, once an hour. */
@Injectable()
export class PurgeIdentityJob implements OnModuleInit {
  constructor(
    private readonly registry: JobRegistry,
    private readonly purge: PurgeIdentity,
  ) {}

  onModuleInit(): void {
    this.registry.add(handleJob(PURGE, () => this.purge.execute()), HOUR_MS);
  }
}
