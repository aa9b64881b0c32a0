import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './source-files.js';

interface Manifest {
  license?: string | { type: string };
  licenses?: { type: string }[];
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  allowScripts?: Record<string, boolean>;
}

interface Lock {
  packages: Record<string, { dev?: boolean; optional?: boolean; link?: boolean; hasInstallScript?: boolean; resolved?: string; version?: string }>;
}

/** Permissive, or copyleft that stays within its own files. */
const ACCEPTED = new Set([
  '0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'CC-BY-3.0', 'CC-BY-4.0', 'CC0-1.0', 'ISC', 'LGPL-3.0', 'LGPL-3.0-or-later',
  'MIT', 'MIT-0', 'MPL-2.0', 'PostgreSQL', 'PSF-2.0', 'Python-2.0', 'Unlicense', 'WTFPL', 'Zlib',
]);

function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(path.join(root, file), 'utf8')) as T;
}

const lock = readJson<Lock>('package-lock.json');

function licenceOf(manifest: Manifest): string {
  if (typeof manifest.license === 'string') return manifest.license;
  return manifest.license?.type ?? manifest.licenses?.map((licence) => licence.type).join(' OR ') ?? 'none';
}

/** `(MIT OR GPL-2.0)` is a choice: one acceptable licence is enough; `MIT AND ISC` binds to both. */
function isAccepted(licence: string): boolean {
  const plain = licence.replaceAll(/[()]/g, '');
  return plain.split(' OR ').some((choice) => choice.split(' AND ').every((name) => ACCEPTED.has(name.trim())));
}

/** Packages that ship: what a start without development dependencies installs on this machine. */
function productionFolders(): string[] {
  return Object.entries(lock.packages)
    .filter(([folder, entry]) => folder.startsWith('node_modules/') && !entry.dev && !entry.link)
    .map(([folder]) => folder)
    .filter((folder) => existsSync(path.join(root, folder, 'package.json')));
}

describe('packages', () => {
  it.each(['package.json', 'web/package.json', 'clients/sdk/package.json'])('of %s are pinned exactly', (file) => {
    const manifest = readJson<Manifest>(file);
    const wanted = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies });
    expect(wanted.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });

  it('that ship are permissive or weakly copyleft', () => {
    const folders = productionFolders();
    expect(folders.length).toBeGreaterThan(100);
    const refused = folders.map((folder) => ({ folder, licence: licenceOf(readJson<Manifest>(`${folder}/package.json`)) })).filter(({ licence }) => !isAccepted(licence));
    expect(refused).toEqual([]);
  });

  it('under other licences would be refused', () => {
    expect(['GPL-3.0', 'AGPL-3.0-only', 'SSPL-1.0', 'MIT AND GPL-2.0', 'none', 'UNLICENSED'].filter(isAccepted)).toEqual([]);
    expect(['MIT', '(MIT OR GPL-3.0)', 'MIT AND ISC'].filter((licence) => !isAccepted(licence))).toEqual([]);
  });

  it('with install scripts are each allowed or refused by name', () => {
    const { allowScripts = {} } = readJson<Manifest>('package.json');
    const asking = Object.entries(lock.packages).filter(([, entry]) => entry.hasInstallScript).map(([folder]) => folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length));
    expect(asking.filter((name) => !(name in allowScripts))).toEqual([]);
  });

  it('are locked without the address of a registry', () => {
    expect(Object.values(lock.packages).filter((entry) => entry.resolved && !entry.link && !entry.resolved.startsWith('https://registry.npmjs.org/'))).toEqual([]);
  });
});
