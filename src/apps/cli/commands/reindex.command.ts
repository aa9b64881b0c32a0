import { Reindex } from '#modules/search';
import { type RegisterCommand, withContext } from '../cli-environment.js';

const SHOW_EVERY = 5_000;

export const registerReindex: RegisterCommand = (program, cli) => {
  program
    .command('reindex')
    .description('put everything into the search index again, while the site runs')
    .option('--from-scratch', 'empty the index first; needed after a restore', false)
    .action(async (flags: { fromScratch: boolean }) => {
      const indexed = await withContext(cli, ({ app }) =>
        app.get(Reindex, { strict: false }).reindex(({ type, done }) => done % SHOW_EVERY === 0 && cli.output.note(`${type}: ${done.toLocaleString('en-GB')}`), flags),
      );
      const text = Object.entries(indexed).map(([type, count]) => `${count.toLocaleString('en-GB')} ${type}s`);
      cli.output.result({ indexed }, `Indexed ${text.join(', ')}.`);
    });
};
