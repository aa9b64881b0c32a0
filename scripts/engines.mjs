// `npm run engines -- install|up|status|down [names] [--home folder] [--ports first]`: real servers on this machine, for the distributed profile.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureInstalled } from './lib/install.mjs';
import { continueUnder, isWantedNode, ownNode, requireUsableNode } from './lib/runtime.mjs';
import { fail, Refusal, step } from './lib/steps.mjs';

const HELP = `npm run engines -- install|up|status|down|kill [engine …] [--home <folder>] [--ports <first port>]

  install   puts pinned, hash-checked servers into the cache; what is there is kept
  up        installs what is missing, starts, waits until ready, writes <home>/engines.env
  status    what is installed and what runs
  down      stops what "up" started in this home; with --delete also removes its data
  kill      ends servers as a crash would (SIGKILL), for fault tests; "up" starts them again on their data

  engine    one or more of: ENGINES (default: all)
  --home    data, state and env file of this set of servers (CAIRN_ENGINES_DATA; default .engines)
  --ports   look for free ports from this one on (default: any free ones; a home keeps its ports)
  The cache of programs: CAIRN_ENGINES_HOME (default ~/.cache/cairn/engines).

  Then:     set -a; . .engines/engines.env; set +a
`;

function understand(argv) {
  const options = { home: { type: 'string' }, ports: { type: 'string' }, delete: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } };
  try {
    const { values, positionals } = parseArgs({ args: argv, options, allowPositionals: true });
    const [command = 'help', ...names] = positionals;
    return { command: values.help ? 'help' : command, names, values };
  } catch (error) {
    throw new Refusal(error.message, 'npm run engines -- --help');
  }
}

const commands = {
  async install({ engines, lib }) {
    await lib.installAll(engines);
    for (const engine of engines) if (engine.install) console.log(`${engine.name} ${engine.version}: ${lib.folderOf(engine)}`);
  },
  async up({ engines, site, lib }) {
    await lib.installAll(engines);
    const stop = () => void lib.stopAll(engines.toReversed(), site).finally(() => process.exit(130));
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, stop);
    await lib.startAll(engines, site);
    for (const [name, value] of Object.entries(site.urls)) console.log(`${name}=${value}`);
    console.log(`\nwritten to ${site.envFile}`);
  },
  async status({ engines, site, lib }) {
    for (const engine of engines) {
      const stamp = engine.install && lib.installed(engine);
      const has = engine.install ? (stamp ? `installed, ${lib.size(stamp.bytes)}, took ${stamp.seconds} s` : 'not installed') : 'in the npm packages';
      const servers = engine.servers.map((name) => (site.runs(name) ? `${name} on ${site.portOf(name)}` : `${name} down`));
      console.log(`${engine.title}: ${has}; ${servers.join(', ')}`);
    }
  },
  async kill({ engines, site }) {
    for (const name of engines.flatMap(({ servers }) => servers)) await site.stop(name, { kill: true });
  },
  async down({ engines, site, lib, values }) {
    await lib.stopAll(engines.toReversed(), site);
    if (values.delete && site.running().length === 0) site.delete();
  },
};

async function main() {
  requireUsableNode();
  process.umask(0o022);
  const argv = process.argv.slice(2);
  const { command, names, values } = understand(argv);
  await ensureInstalled({ announce: (work) => step('Installing packages', work) });
  if (!isWantedNode()) return continueUnder(ownNode(), [fileURLToPath(import.meta.url), ...argv]);
  const { enginesNamed } = await import('./engines/lib/catalogue.mjs');
  if (command === 'help') return console.log(HELP.replace('ENGINES', (await enginesNamed([])).map(({ name }) => name).join(' ')));
  const work = commands[command];
  if (!work) throw new Refusal(`npm run engines knows no ${command}.`, 'npm run engines -- --help');
  const [{ Site }, { defaultHome }, lifecycle, cache] = await Promise.all(['site', 'places', 'lifecycle', 'cache'].map((file) => import(`./engines/lib/${file}.mjs`)));
  const home = values.home ? path.resolve(values.home) : defaultHome();
  const site = new Site(home, { firstPort: values.ports ? Number(values.ports) : undefined });
  const alone = command !== 'install' && command !== 'up';
  await work({ engines: await enginesNamed(names, { alone }), site, values, lib: { ...lifecycle, ...cache } });
}

main().catch(fail);
