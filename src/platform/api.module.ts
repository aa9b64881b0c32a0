import { type DynamicModule, Module } from '@nestjs/common';
import { CommentsApiModule } from '../modules/comments/comments-api.module.js';
import { IdentityApiModule } from '../modules/identity/identity-api.module.js';
import { ModerationApiModule } from '../modules/moderation/moderation-api.module.js';
import { QuestionsApiModule } from '../modules/questions/questions-api.module.js';
import { RealtimeApiModule } from '../modules/realtime/realtime-api.module.js';
import { SearchApiModule } from '../modules/search/search-api.module.js';
import { UsersApiModule } from '../modules/users/users-api.module.js';
import { DemoModule } from '#modules/demo';
import { ImportsModule } from '#modules/imports';
import { VisibilityModule } from '#modules/visibility';
import { EnginesModule } from './engines/engines.module.js';
import { HttpModule } from './http/http.module.js';
import type { Runtime } from './runtime/runtime.js';

/** Everything an API process loads. */
@Module({})
export class ApiModule {
  static with(runtime: Runtime): DynamicModule {
    return {
      module: ApiModule,
      imports: [EnginesModule.with(runtime), HttpModule, VisibilityModule, UsersApiModule, IdentityApiModule, CommentsApiModule, QuestionsApiModule, SearchApiModule, ModerationApiModule, RealtimeApiModule, ImportsModule, DemoModule],
    };
  }
}
