import { Module } from '@nestjs/common';
import { CommentsModule } from '#modules/comments';
import { QuestionsModule } from '#modules/questions';
import { MaintenanceJobs } from './maintenance.jobs.js';
import { MaintenanceTables } from './maintenance.tables.js';

@Module({ imports: [QuestionsModule, CommentsModule], providers: [MaintenanceJobs, MaintenanceTables] })
export class MaintenanceModule {}
