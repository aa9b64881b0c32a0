import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { SystemClock } from '#libs/kernel';
import { dryRunStackExchange, type ImportOptions, ImportStackExchange, type ImportSummary, reportText } from '#modules/imports';
import { Reindex } from '#modules/search';
import { type CliEnvironment, type RegisterCommand, withContext } from '../cli-environment.js';
import { ProgressDisplay } from '../progress-display.js';

interface Flags {
  site?: string;
  siteUrl?: string;
  primary: boolean;
  dryRun: boolean;
  report?: string;
}

function webAddress(value: string): string {
  if (!URL.canParse(value) || !/^https?:$/.test(new URL(value).protocol)) throw new InvalidArgumentError('It is an http:// or https:// address.');
  return value;
}

async function keepReport(path: string, summary: ImportSummary): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${JSON.stringify(summary, null, 2)}\n`);
  return path;
}

function defaultReportPath(dataDir: string, { site, startedAt }: ImportSummary): string {
  return join(dataDir, 'imports', `${site}-${startedAt.replace(/[:.]/g, '-')}.json`);
}

async function importAndIndex(cli: CliEnvironment, options: ImportOptions, report: string | undefined): Promise<{ summary: ImportSummary; path: string }> {
  return withContext(cli, async ({ app, runtime }) => {
    const summary = await app.get(ImportStackExchange, { strict: false }).execute(options);
    const path = await keepReport(report ?? defaultReportPath(runtime.dataDir, summary), summary);
    cli.output.note('indexing …');
    await app.get(Reindex, { strict: false }).reindex();
    return { summary, path };
  });
}

async function run(cli: CliEnvironment, folder: string, flags: Flags): Promise<void> {
  const display = new ProgressDisplay(cli.output.stderr);
  const options: ImportOptions = {
    folder,
    site: flags.site,
    siteUrl: flags.siteUrl,
    mayBePrimary: flags.primary,
    signal: cli.signal,
    onProgress: (state) => display.show(state),
  };
  const report = flags.report === undefined ? undefined : resolve(flags.report);
  try {
    if (flags.dryRun) {
      const summary = await dryRunStackExchange(options, new SystemClock());
      if (report) await keepReport(report, summary);
      display.end();
      cli.output.result(summary, reportText(summary));
      return;
    }
    const { summary, path } = await importAndIndex(cli, options, report);
    cli.output.result({ ...summary, report: path }, `${reportText(summary)}\n\nThe whole report: ${path}`);
  } finally {
    display.end();
  }
}

export const registerImport: RegisterCommand = (program, cli) => {
  program
    .command('import')
    .description('bring content in from elsewhere')
    .command('stackexchange')
    .description('import a Stack Exchange data dump: an unpacked folder with Posts.xml, Users.xml, Comments.xml …')
    .argument('<folder>', 'the folder of the dump')
    .option('--site <name>', 'name of the site, such as conlang.stackexchange.com (default: name of the folder)')
    .option('--site-url <url>', 'where the site lives, for links to the originals (default: https://<site> when that is a host name)', webAddress)
    .option('--no-primary', 'do not let old addresses (/questions/12, /a/34, /users/5) lead to this import')
    .option('--dry-run', 'read and check everything, write nothing', false)
    .option('--report <file>', 'where to keep the whole report as JSON (default: DATA_DIR/imports/)')
    .action((folder: string, flags: Flags) => run(cli, folder, flags));
};
