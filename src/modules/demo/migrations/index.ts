import type { Migration } from '#libs/persistence';

export const demoMigrations: Migration[] = [
  {
    id: '0090-demo-loads',
    up: `
      create schema if not exists demo;
      create table demo.loads (
        name text primary key,
        loaded_at timestamptz not null
      );
    `,
  },
];
