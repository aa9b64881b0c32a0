import { Module } from '@nestjs/common';
import { IdentityModule } from './identity.module.js';
import { EndAtIssuerJob } from './worker/end-at-issuer.job.js';
import { OnMemberErased } from './worker/on-member-erased.js';
import { PurgeIdentityJob } from './worker/purge-identity.job.js';

@Module({ imports: [IdentityModule], providers: [EndAtIssuerJob, OnMemberErased, PurgeIdentityJob] })
export class IdentityWorkerModule {}
