import { type RegisterCommand, withContext } from '../cli-environment.js';

export const registerMigrate: RegisterCommand = (program, cli) => {
  program
    .command('migrate')
    .description('bring the database schema up to date')
    .action(async () => {
      const applied = await withContext(cli, async ({ runtime }) => runtime.appliedMigrations);
      const text = applied.length === 0 ? 'The schema is up to date.' : `Applied:\n${applied.map((id) => `  ${id}`).join('\n')}`;
      cli.output.result({ applied }, text);
    });
};
