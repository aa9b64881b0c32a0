// Install, start and stop engines, with a line for each.
import { step } from '../../lib/steps.mjs';
import { folderOf, install, installed } from './cache.mjs';

const MIB = 1 << 20;

export function size(bytes) {
  return bytes >= MIB ? `${Math.round(bytes / MIB)} MB` : `${Math.max(1, Math.round(bytes / 1024))} kB`;
}

/** Installs what is missing. */
export async function installAll(engines) {
  for (const engine of engines) {
    if (engine.install === undefined || installed(engine)) continue;
    await step(`Installing ${engine.title}`, async () => {
      const { bytes } = await install(engine);
      return `${size(bytes)} in ${folderOf(engine)}`;
    });
  }
}

/** Starts what does not run yet, side by side, and writes the env file. When one does not start, those of this call are stopped again. */
export async function startAll(engines, site) {
  const missing = engines.filter((engine) => !isUp(engine, site));
  if (missing.length === 0) return;
  try {
    await step(`Starting ${missing.map(({ title }) => title).join(', ')}`, () => startTogether(missing, site));
  } catch (error) {
    await stopAll(missing.toReversed(), site);
    throw error;
  }
}

async function startTogether(engines, site) {
  const starts = new Map();
  for (const engine of engines) {
    // Those it needs come before it in the list.
    const needed = (engine.needs ?? []).map((name) => starts.get(name));
    starts.set(engine.name, Promise.all(needed).then(() => startOne(engine, site)));
  }
  // All have come to an end before anything is stopped again.
  const outcomes = await Promise.allSettled(starts.values());
  const failed = outcomes.find(({ status }) => status === 'rejected');
  if (failed) throw failed.reason;
  return engines.flatMap(({ servers }) => servers.map((name) => `${name} on ${site.portOf(name)}`)).join(', ');
}

async function startOne(engine, site) {
  // What is left of one that died in part starts anew with the rest.
  for (const name of engine.servers) await site.stop(name);
  site.setUrls(engine.name, await engine.start(site, folderOf(engine)));
}

export function isUp(engine, site) {
  return engine.servers.every((name) => site.runs(name));
}

/** Stops the servers of these engines that the site started; others of the same name are not touched. */
export async function stopAll(engines, site) {
  for (const engine of engines) {
    const running = engine.servers.filter((name) => site.runs(name));
    const work = () => Promise.all(engine.servers.map((name) => site.stop(name))).then(() => undefined);
    if (running.length > 0) await step(`Stopping ${engine.title}`, work);
    site.setUrls(engine.name, null);
  }
}
