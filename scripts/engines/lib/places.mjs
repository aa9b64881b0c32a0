// Where programs are kept (shared by all checkouts) and where running servers keep what is theirs.
import { statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from '../../lib/root.mjs';

/** As root some servers run as another user, who cannot get into a closed home folder. */
function isClosedHome() {
  return process.getuid?.() === 0 && (statSync(os.homedir()).mode & 0o001) === 0;
}

/** The cache of installed servers: CAIRN_ENGINES_HOME, else the user's cache folder. */
export function cacheFolder() {
  const { CAIRN_ENGINES_HOME: given, XDG_CACHE_HOME: caches } = process.env;
  if (given) return path.resolve(given);
  if (isClosedHome()) return '/var/cache/cairn/engines';
  return path.join(caches || path.join(os.homedir(), '.cache'), 'cairn/engines');
}

/** What a set of running servers owns, data and state: CAIRN_ENGINES_DATA, else `.engines` of the checkout. */
export function defaultHome() {
  return path.resolve(process.env.CAIRN_ENGINES_DATA || path.join(root, '.engines'));
}
