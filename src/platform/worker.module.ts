import { type DynamicModule, Module } from '@nestjs/common';
import { CommentsModule } from '#modules/comments';
import { QuestionsModule } from '#modules/questions';
import { UsersModule } from '#modules/users';
import { VisibilityModule } from '#modules/visibility';
import { IdentityWorkerModule } from '../modules/identity/identity-worker.module.js';
import { SearchWorkerModule } from '../modules/search/search-worker.module.js';
import { EnginesModule } from './engines/engines.module.js';
import { MaintenanceModule } from './maintenance/maintenance.module.js';
import type { Runtime } from './runtime/runtime.js';

/** Everything a worker process loads: no controllers. */
@Module({})
export class WorkerModule {
  static with(runtime: Runtime): DynamicModule {
    return { module: WorkerModule, imports: [EnginesModule.with(runtime), VisibilityModule, UsersModule, IdentityWorkerModule, CommentsModule, QuestionsModule, SearchWorkerModule, MaintenanceModule] };
  }
}
