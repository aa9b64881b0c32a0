// `npm run up -- --engines`: every engine, then Cairn on all of them; after Cairn has ended, they end.
import { spawn } from 'node:child_process';
import { enginesNamed } from './catalogue.mjs';
import { installAll, startAll, stopAll } from './lifecycle.mjs';
import { defaultHome } from './places.mjs';
import { Site } from './site.mjs';

/** For tests and tools, not for Cairn itself. */
const NOT_FOR_CAIRN = new Set(['KEYCLOAK_ADMIN_PASSWORD', 'PGBOUNCER_URL', 'TOXIPROXY_URL']);

/** @param args of the Node that runs Cairn */
export async function upOnEngines(args) {
  process.umask(0o022);
  const engines = (await enginesNamed([])).filter(({ name }) => name !== 'toxiproxy' && name !== 'pgbouncer');
  const site = new Site(defaultHome());
  await installAll(engines);
  let cairn;
  let isStopping = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      isStopping = true;
      cairn?.kill(signal);
    });
  }
  let code = 1;
  try {
    await startAll(engines, site);
    if (!isStopping) {
      cairn = spawn(process.execPath, args, { env: environment(site), stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
      code = await new Promise((resolve) => cairn.once('exit', (status) => resolve(status ?? 1)));
    }
  } finally {
    await stopAll(engines.toReversed(), site);
  }
  process.exit(code);
}

/** What the caller has set wins: any engine may be somewhere else. */
function environment(site) {
  const urls = Object.entries(site.urls).filter(([name]) => !NOT_FOR_CAIRN.has(name));
  return { ...Object.fromEntries(urls), ...process.env };
}
