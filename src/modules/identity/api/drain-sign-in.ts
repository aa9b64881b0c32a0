import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { SignInRoutes } from '#libs/sign-in';
import { SessionRefresh } from '../sessions/session-refresh.js';

/** Lets what runs behind answered requests come to its end before the database is closed. */
@Injectable()
export class DrainSignIn implements OnModuleDestroy {
  constructor(
    private readonly routes: SignInRoutes,
    private readonly refresh: SessionRefresh,
  ) {}

  async onModuleDestroy(): Promise<void> {
    await Promise.all([this.routes.settled(), this.refresh.settled()]);
  }
}
