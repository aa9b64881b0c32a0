import { Reindex, type ReindexProgress } from '#modules/search';
import { type CliEnvironment, type RegisterCommand, withContext } from '../cli-environment.js';

const SHOW_EVERY = 5_000;

/** A line for every five thousand things of each type and index. */
function showing(cli: CliEnvironment): (progress: ReindexProgress) => void {
  return ({ type, done, engine }) => {
    if (done % SHOW_EVERY === 0) cli.output.note(`${engine ? `${engine}: ` : ''}${type}: ${done.toLocaleString('en-GB')}`);
  };
}

export const registerReindex: RegisterCommand = (program, cli) => {
  program
    .command('reindex')
    .description('put everything into every search index again, while the site runs and searches go on')
    .option('--from-scratch', "empty PostgreSQL's index first; needed after a restore", false)
    .action(async (flags: { fromScratch: boolean }) => {
      const indexed = await withContext(cli, ({ app }) => app.get(Reindex, { strict: false }).reindex(showing(cli), { ...flags, onDemand: true, signal: cli.signal }));
      const text = Object.entries(indexed).map(([type, count]) => `${count.toLocaleString('en-GB')} ${type}s`);
      cli.output.result({ indexed }, `Indexed ${text.join(', ')}.`);
    });
};
