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

/** Starts what does not run yet, and writes the env file. When one does not start, those of this call are stopped again. */
export async function startAll(engines, site) {
  const started = [];
  try {
    for (const engine of engines) {
      if (isUp(engine, site)) continue;
      started.push(engine);
      await step(`Starting ${engine.title}`, async () => {
        // What is left of one that died in part starts anew with the rest.
        for (const name of engine.servers) await site.stop(name);
        site.setUrls(engine.name, await engine.start(site, folderOf(engine)));
        return engine.servers.map((name) => `${name} on ${site.portOf(name)}`).join(', ');
      });
    }
  } catch (error) {
    await stopAll(started.reverse(), site);
    throw error;
  }
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
