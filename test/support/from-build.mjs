import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from '../../scripts/build.mjs';

const dist = path.resolve(import.meta.dirname, '../../dist');

/** Imports a file of the built program, after bringing the build up to date. */
export async function fromBuild(file) {
  await build({ web: false });
  const target = path.join(dist, file);
  if (!existsSync(target)) throw new Error(`${file} is not in the build`);
  return import(pathToFileURL(target).href);
}
