import { type AuditedIndex, SearchAudit } from '#modules/search';
import { describeEngines, type EngineState } from '../../../platform/engines/describe-engines.js';
import { type CliEnvironment, CommandFailed, type RegisterCommand, withContext } from '../cli-environment.js';

function line({ port, engine, problem, detail, others }: EngineState): string {
  const available = others.length > 0 ? `\n    also available: ${others.join(', ')}` : '';
  return `${problem === null ? '✓' : '✗'} ${port.padEnd(12)} ${engine}${problem === null ? (detail ? `  (${detail})` : '') : `\n    ${problem}`}${available}`;
}

const NAMED = 20;

function named({ type, id, problem, expected, indexed, reason }: AuditedIndex['differences'][number]): string {
  return `    ${problem} ${type} ${id} (row ${expected ?? '–'}, index ${indexed ?? '–'})${reason === undefined ? '' : `: ${reason}`}`;
}

function audited({ engine, problem, compared, differences, count }: AuditedIndex): string[] {
  if (problem !== null) return [`✗ ${engine}`, `    ${problem}`];
  const rows = Object.entries(compared).map(([type, rowCount]) => `${rowCount.toLocaleString('en-GB')} ${type}s`);
  const more = count > NAMED ? [`    … ${(count - NAMED).toLocaleString('en-GB')} more`] : [];
  return [`${count === 0 ? '✓' : '✗'} ${engine}: ${rows.join(', ')} compared, ${count.toLocaleString('en-GB')} differ`, ...differences.slice(0, NAMED).map(named), ...more];
}

/** Ids and versions of every index against the rows. */
async function compareSearch(cli: CliEnvironment): Promise<void> {
  const indexes = await withContext(cli, ({ app }) => app.get(SearchAudit, { strict: false }).run());
  const bad = indexes.filter(({ problem, count }) => problem !== null || count > 0);
  cli.output.result({ ok: bad.length === 0, indexes }, indexes.flatMap(audited).join('\n'));
  if (bad.length > 0) throw new CommandFailed(`not equal to the rows: ${bad.map(({ engine }) => engine).join(', ')}; \`cairn reindex\` puts it right`);
}

export const registerDoctor: RegisterCommand = (program, cli) => {
  program
    .command('doctor')
    .description('print the engine of each port and reach it')
    .option('--search', 'compare every search index with the rows instead, id by id and version by version', false)
    .action(async (flags: { search: boolean }) => {
      if (flags.search) return compareSearch(cli);
      const { engines, dataDir } = await withContext(cli, async ({ app, runtime }) => ({ engines: await describeEngines(app, runtime), dataDir: runtime.dataDir }));
      const failed = engines.filter((engine) => engine.problem !== null);
      cli.output.result({ ok: failed.length === 0, dataDir, engines }, [`data folder: ${dataDir}`, ...engines.map(line)].join('\n'));
      if (failed.length > 0) throw new CommandFailed(`out of reach: ${failed.map((engine) => engine.port).join(', ')}`);
    });
};
