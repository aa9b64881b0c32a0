import { Module } from '@nestjs/common';
import { ProfilePresenter } from './api/profile.presenter.js';
import { UsersController } from './api/users.controller.js';
import { UsersModule } from './users.module.js';

@Module({ imports: [UsersModule], controllers: [UsersController], providers: [ProfilePresenter] })
export class UsersApiModule {}
