// Keycloak, started as plain Java: kc.sh would leave an orphan behind when it is killed.
import { cpSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../lib/root.mjs';
import { run } from '../lib/run.mjs';
import { mavenArtifact } from './lib/fetch.mjs';

const VERSION = '26.7.3';
const ARTIFACT = { group: 'org.keycloak', artifact: 'keycloak-quarkus-dist', version: VERSION, type: 'tar.gz', hash: '77657f30b7e90d70f727712ce1c967f430fd6a5e9f458d32d8c6df0635345f47' };
const REALM = path.join(root, 'docker/keycloak/realm-cairn.json');
const PLACEHOLDER = /\$\{([A-Z_]+)(?::([^}]*))?\}/g;
const JAVA = [
  '-Xms64m', '-Xmx384m', '-XX:MaxMetaspaceSize=256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1',
  ...['java.util', 'java.util.concurrent', 'java.security', 'java.lang'].map((name) => `--add-opens=java.base/${name}=ALL-UNNAMED`),
  '-Djava.util.concurrent.ForkJoinPool.common.threadFactory=io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory',
  '-Djava.util.logging.manager=org.jboss.logmanager.LogManager',
  '-Dpicocli.disable.closures=true',
];

/** Keycloak's file database writes what is committed half a second later, unless it is told otherwise: a kill took accounts along. */
const DURABLE = { KC_DB_URL_PROPERTIES: ';WRITE_DELAY=0' };

/** The installed programs stay as they are: what a running Keycloak writes goes to a home of its own. */
function prepareHome(site, folder) {
  const home = site.folder('keycloak');
  for (const name of ['lib', 'providers', 'themes', 'conf']) {
    const target = path.join(home, name);
    rmSync(target, { recursive: true, force: true });
    if (name === 'conf') cpSync(path.join(folder, name), target, { recursive: true });
    else symlinkSync(path.join(folder, name), target);
  }
  return home;
}

/**
 * The realm that is shipped, its placeholders filled in; here Cairn may also make accounts, for those of the demo and of tests.
 * @throws for a placeholder that has neither a value nor a default
 */
export function realmOf(values) {
  const text = readFileSync(REALM, 'utf8').replaceAll(PLACEHOLDER, (_, name, otherwise) => {
    const value = values[name] ?? otherwise;
    if (value === undefined) throw new Error(`${REALM} asks for ${name}`);
    return value;
  });
  const realm = JSON.parse(text);
  const service = realm.users.find(({ serviceAccountClientId }) => serviceAccountClientId === 'cairn-web');
  service.clientRoles['realm-management'].push('manage-users');
  return realm;
}

/** An existing realm is left alone by the import. */
function prepareImport(site, secret) {
  const publicUrl = process.env.PUBLIC_URL || `http://localhost:${process.env.PORT || 3000}`;
  const realm = realmOf({ KEYCLOAK_CLIENT_SECRET: secret, CAIRN_PUBLIC_URL: publicUrl, CAIRN_BACKCHANNEL_URL: publicUrl });
  const imports = site.folder('keycloak/data/import');
  for (const old of readdirSync(imports)) rmSync(path.join(imports, old));
  writeFileSync(path.join(imports, `${realm.realm}-realm.json`), JSON.stringify(realm), { mode: 0o600 });
  return realm.realm;
}

async function ok(url) {
  const answer = await fetch(url, { signal: AbortSignal.timeout(3_000) });
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
}

export const engine = {
  name: 'keycloak',
  title: `Keycloak ${VERSION}`,
  version: VERSION,
  servers: ['keycloak'],
  async install({ into, scratch }) {
    const archive = await mavenArtifact({ ...ARTIFACT, scratch });
    await run('tar', ['-xzf', archive, '-C', into, '--strip-components=1', '--no-same-owner']);
    await run('bash', ['bin/kc.sh', 'build', '--db=dev-file', '--health-enabled=true'], { cwd: into });
  },
  async start(site, folder) {
    const [port, management] = [await site.port('keycloak'), await site.port('keycloak-management')];
    const url = `http://127.0.0.1:${port}`;
    const [secret, password] = [site.secret('keycloak-client'), site.secret('keycloak-admin')];
    const home = prepareHome(site, folder);
    const realm = prepareImport(site, secret);
    const http = ['--http-enabled=true', '--http-host=127.0.0.1', `--http-port=${port}`, '--http-management-host=127.0.0.1', `--http-management-port=${management}`, `--hostname=${url}`];
    const server = site.run('keycloak', {
      command: 'java',
      args: [...JAVA, `-Dkc.home.dir=${home}`, `-Djboss.server.config.dir=${home}/conf`, '-cp', `${home}/lib/quarkus-run.jar`, 'io.quarkus.bootstrap.runner.QuarkusEntryPoint', 'start', '--optimized', '--import-realm', ...http, '--cache=local', '--log-level=warn'],
      cwd: home,
      env: { ...DURABLE, KC_BOOTSTRAP_ADMIN_USERNAME: 'admin', KC_BOOTSTRAP_ADMIN_PASSWORD: password },
    });
    await site.until('Keycloak', () => ok(`http://127.0.0.1:${management}/health/ready`).then(() => ok(`${url}/realms/${realm}/.well-known/openid-configuration`)), { server, within: 120_000 });
    return { KEYCLOAK_URL: url, KEYCLOAK_REALM: realm, KEYCLOAK_CLIENT_SECRET: secret, KEYCLOAK_ADMIN_PASSWORD: password };
  },
};
