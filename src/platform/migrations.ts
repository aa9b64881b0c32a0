import { documentsMigrations } from '#libs/documents';
import { eventsMigrations } from '#libs/events';
import { mailMigrations } from '#libs/mail';
import { type Migration, persistenceMigrations } from '#libs/persistence';
import { searchEngineMigrations } from '#libs/search-engine';
import { signInMigrations } from '#libs/sign-in';
import { commentsMigrations } from '#modules/comments';
import { demoMigrations } from '#modules/demo';
import { identityMigrations } from '#modules/identity';
import { importsMigrations } from '#modules/imports';
import { moderationMigrations } from '#modules/moderation';
import { questionsMigrations } from '#modules/questions';
import { usersMigrations } from '#modules/users';
import { platformMigrations } from './engines/active/migrations/index.js';

/** Every migration, in the order they are applied: always all of them, whatever is switched on. */
export const migrations: readonly Migration[] = [
  ...persistenceMigrations,
  ...documentsMigrations,
  ...eventsMigrations,
  ...mailMigrations,
  ...signInMigrations,
  ...searchEngineMigrations,
  ...usersMigrations,
  ...identityMigrations,
  ...commentsMigrations,
  ...questionsMigrations,
  ...moderationMigrations,
  ...importsMigrations,
  ...demoMigrations,
  ...platformMigrations,
];
