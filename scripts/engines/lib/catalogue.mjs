// The engines there are: every file of scripts/engines that exports one. scripts/engines/README.md says what one declares.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { Refusal } from '../../lib/steps.mjs';

const FOLDER = path.resolve(import.meta.dirname, '..');

async function all() {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.mjs')).sort();
  const engines = await Promise.all(files.map(async (file) => (await import(path.join(FOLDER, file))).engine));
  return new Map(engines.map((engine) => [engine.name, engine]));
}

/** The engines of these names (none: all of them), each after those it needs; `alone` without the needed. @throws Refusal for a name that is none */
export async function enginesNamed(names, { alone = false } = {}) {
  const known = await all();
  const chosen = new Map();
  const choose = (name) => {
    const engine = known.get(name);
    if (!engine) throw new Refusal(`There is no engine ${name}.`, `the engines are: ${[...known.keys()].join(', ')}.`);
    if (!alone || names.length === 0) for (const needed of engine.needs ?? []) choose(needed);
    chosen.set(name, engine);
  };
  for (const name of names.length > 0 ? names : known.keys()) choose(name);
  return [...chosen.values()];
}
