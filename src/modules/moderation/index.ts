export { moderationMigrations } from './migrations/index.js';
export { ModerationModule } from './moderation.module.js';
