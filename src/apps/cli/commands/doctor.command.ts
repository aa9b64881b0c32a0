import { describeEngines, type EngineState } from '../../../platform/engines/describe-engines.js';
import { CommandFailed, type RegisterCommand, withContext } from '../cli-environment.js';

function line({ port, engine, problem, detail }: EngineState): string {
  return `${problem === null ? '✓' : '✗'} ${port.padEnd(12)} ${engine}${problem === null ? (detail ? `  (${detail})` : '') : `\n    ${problem}`}`;
}

export const registerDoctor: RegisterCommand = (program, cli) => {
  program
    .command('doctor')
    .description('print the engine of each port and reach it')
    .action(async () => {
      const { engines, dataDir } = await withContext(cli, async ({ app, runtime }) => ({ engines: await describeEngines(app, runtime), dataDir: runtime.dataDir }));
      const failed = engines.filter((engine) => engine.problem !== null);
      cli.output.result({ ok: failed.length === 0, dataDir, engines }, [`data folder: ${dataDir}`, ...engines.map(line)].join('\n'));
      if (failed.length > 0) throw new CommandFailed(`out of reach: ${failed.map((engine) => engine.port).join(', ')}`);
    });
};
