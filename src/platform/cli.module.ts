import { type DynamicModule, Module } from '@nestjs/common';
import { DemoModule } from '#modules/demo';
import { ImportsModule } from '#modules/imports';
import type { Runtime } from './runtime/runtime.js';
import { WorkerModule } from './worker.module.js';

/** Everything a command may use: what a worker has, and what only the operator starts. */
@Module({})
export class CliModule {
  static with(runtime: Runtime): DynamicModule {
    return { module: CliModule, imports: [WorkerModule.with(runtime), ImportsModule, DemoModule] };
  }
}
