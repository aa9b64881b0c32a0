import { existsSync, globSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from '../../scripts/build.mjs';
import { fromBuild } from './from-build.mjs';

const dist = path.resolve(import.meta.dirname, '../../dist');

async function allMigrations() {
  await build({ web: false });
  if (existsSync(path.join(dist, 'src/platform/migrations.js'))) {
    try {
      return (await fromBuild('src/platform/migrations.js')).migrations;
    } catch (error) {
      process.stderr.write(`src/platform/migrations.ts does not load (${error.message}); taking every migrations folder instead\n`);
    }
  }
  const found = globSync(['libs/persistence/src/migrations/index.js', 'libs/*/src/migrations/index.js', 'src/modules/*/migrations/index.js'], { cwd: dist });
  const files = [...new Set(['libs/persistence/src/migrations/index.js', ...found])];
  const lists = await Promise.all(files.map((file) => import(`${pathToFileURL(path.join(dist, file)).href}?alone`)));
  return lists.flatMap((list) => Object.values(list).flat());
}

/** Migrates `connection`'s database exactly as `cairn migrate` does. */
export async function migrateDatabase(connection) {
  const { migrate, PostgresDatabase } = await fromBuild('libs/persistence/src/index.js');
  const migrations = await allMigrations();
  const database = await PostgresDatabase.open({ connection });
  try {
    await migrate(database.direct, migrations);
  } finally {
    await database.close();
  }
}
