import { Module } from '@nestjs/common';
import { IdentityModule } from './identity.module.js';
import { OnMemberErased } from './worker/on-member-erased.js';
import { PurgeIdentityJob } from './worker/purge-identity.job.js';

@Module({ imports: [IdentityModule], providers: [OnMemberErased, PurgeIdentityJob] })
export class IdentityWorkerModule {}
