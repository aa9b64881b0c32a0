import { Module } from '@nestjs/common';
import { UsersModule } from '#modules/users';
import { BackChannelController } from './api/back-channel.controller.js';
import { DrainSignIn } from './api/drain-sign-in.js';
import { SessionsController } from './api/sessions.controller.js';
import { SignInController } from './api/sign-in.controller.js';
import { TokensController } from './api/tokens.controller.js';
import { IdentityModule } from './identity.module.js';

@Module({ imports: [IdentityModule, UsersModule], controllers: [BackChannelController, SignInController, SessionsController, TokensController], providers: [DrainSignIn] })
export class IdentityApiModule {}
