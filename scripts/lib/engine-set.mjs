// A set of real servers for one check alone: started before it, stopped and deleted however it ends.
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { childrenOf, identityOf, isSame } from '../engines/lib/processes.mjs';

const PREFIX = 'cairn-check-engines-';
const OWNER = 'owner.json';

/** Sets of servers whose check was killed: nobody else will stop them. */
async function clearAbandoned({ Site, enginesNamed, stopAll }) {
  for (const name of readdirSync(os.tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const home = path.join(os.tmpdir(), name);
    const owner = readOwner(home);
    if (owner === null || isSame(owner)) continue;
    const site = new Site(home);
    await stopAll((await enginesNamed([])).toReversed(), site);
    site.delete();
  }
}

function readOwner(home) {
  try {
    return JSON.parse(readFileSync(path.join(home, OWNER), 'utf8'));
  } catch {
    return null;
  }
}

function endChildren() {
  for (const pid of childrenOf(process.pid)) process.kill(pid, 'SIGTERM');
}

/**
 * Installs what is missing, starts every engine and runs `work` with the variables that tests read: their URLs, and where they keep their data.
 * @throws when one is missing or does not start
 */
export async function withEngines(work) {
  const [{ Site }, { enginesNamed }, { installAll, startAll, stopAll }] = await Promise.all(['site', 'catalogue', 'lifecycle'].map((file) => import(`../engines/lib/${file}.mjs`)));
  await clearAbandoned({ Site, enginesNamed, stopAll });
  const engines = await enginesNamed([]);
  const home = mkdtempSync(path.join(os.tmpdir(), PREFIX));
  chmodSync(home, 0o755);
  writeFileSync(path.join(home, OWNER), JSON.stringify(identityOf(process.pid)));
  const site = new Site(home);
  const cleanUp = async () => {
    endChildren();
    // A test may have restarted servers from a process of its own.
    await stopAll(engines.toReversed(), new Site(home));
    rmSync(home, { recursive: true, force: true });
  };
  let isOver = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (isOver) return;
      isOver = true;
      // `work` does not know, and may begin its next suite.
      setInterval(endChildren, 200);
      void cleanUp().finally(() => process.exit(1));
    });
  }
  try {
    await installAll(engines);
    await startAll(engines, site);
    await work({ ...site.urls, CAIRN_ENGINES_DATA: home });
  } finally {
    // What a signal has begun ends the process.
    if (isOver) await new Promise(() => undefined);
    isOver = true;
    await cleanUp();
  }
}
