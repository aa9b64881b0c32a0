import { Injectable, type OnModuleInit } from '@nestjs/common';
import { handleJob, JobRegistry } from '#libs/jobs';
import { END_AT_ISSUER } from '../identity.jobs.js';
import { IssuerEndings } from '../sessions/issuer-endings.js';

/** Tells the issuer of log-outs that it was down for. */
@Injectable()
export class EndAtIssuerJob implements OnModuleInit {
  constructor(
    private readonly registry: JobRegistry,
    private readonly issuer: IssuerEndings,
  ) {}

  onModuleInit(): void {
    this.registry.add(handleJob(END_AT_ISSUER, ({ sessionId }) => this.issuer.tellOf(sessionId)));
  }
}
