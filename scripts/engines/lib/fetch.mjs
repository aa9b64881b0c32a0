// Fetches pinned artifacts by the clients of their registries, and holds them against the hashes written down here.
import { createHash } from 'node:crypto';
import { createReadStream, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { run } from '../../lib/run.mjs';
import { Refusal } from '../../lib/steps.mjs';

const MAVEN_PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1';

async function tool(command, args, options, fix) {
  try {
    return await run(command, args, options);
  } catch (error) {
    if (error.code === 'ENOENT') throw new Refusal(`${command} is not installed.`, fix);
    throw new Refusal(error.message, 'check the network, and run the command again: what was complete is kept.');
  }
}

async function sha256(file) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

async function requireHash(file, wanted) {
  const found = await sha256(file);
  if (found !== wanted) throw new Refusal(`${path.basename(file)} has the SHA-256 ${found}; expected ${wanted}.`, 'the registry answered something else than was pinned: do not use it.');
  return file;
}

function onlyFile(folder, suffix) {
  const found = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(suffix));
  if (found.length !== 1) throw new Error(`${folder} holds ${found.length} files *${suffix}`);
  return path.join(folder, found[0]);
}

/** A file of Maven's repository. @returns where it is, below `scratch` */
export async function mavenArtifact({ group, artifact, version, type, hash, scratch }) {
  const coordinates = `${group}:${artifact}:${version}:${type}`;
  const args = ['-B', '-q', `${MAVEN_PLUGIN}:get`, `-Dartifact=${coordinates}`, '-Dtransitive=false', `-Dmaven.repo.local=${scratch}/m2`];
  await tool('mvn', args, { cwd: scratch }, 'install Maven (apt-get install --no-install-recommends maven).');
  return requireHash(onlyFile(path.join(scratch, 'm2', ...group.split('.'), artifact, version), `.${type}`), hash);
}

/** Members of a zip below `prefix`, into `into`, without the prefix. */
export async function unzip(file, prefix, into) {
  mkdirSync(into, { recursive: true });
  await tool('python3', ['-c', UNZIP, file, prefix, into], {}, 'install Python 3.');
}

// The prefix is matched behind the archive's top folder when it starts with "*/".
const UNZIP = `
import os, shutil, sys, zipfile
archive, prefix, into = sys.argv[1:]
with zipfile.ZipFile(archive) as source:
    for entry in source.infolist():
        name = entry.filename
        if prefix.startswith('*/'):
            name = '*/' + name.partition('/')[2]
        if not name.startswith(prefix):
            continue
        target = os.path.join(into, name[len(prefix):])
        if entry.is_dir():
            os.makedirs(target, exist_ok=True)
            continue
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with source.open(entry) as data, open(target, 'wb') as out:
            shutil.copyfileobj(data, out)
        os.chmod(target, 0o755 if (entry.external_attr >> 16) & 0o111 else 0o644)
`;

/** A wheel of PyPI. */
export async function pythonWheel({ name, version, hash, platform, scratch }) {
  const wheels = path.join(scratch, 'wheels');
  mkdirSync(wheels, { recursive: true });
  const list = path.join(scratch, 'requirements.txt');
  writeFileSync(list, `${name}==${version} --hash=sha256:${hash}\n`);
  const args = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary=:all:', '--platform', platform, '--require-hashes', '-d', wheels, '-r', list];
  await tool('python3', args, { cwd: scratch }, 'install Python 3 with pip.');
  return requireHash(onlyFile(wheels, '.whl'), hash);
}

/** Builds a program of a Go module; its go.sum holds every dependency, `hash` (h1:…) the module itself. */
export async function goProgram({ module, version, hash, command, into, scratch }) {
  const env = { GOTOOLCHAIN: 'local', CGO_ENABLED: '0', GOFLAGS: '-buildvcs=false -modcacherw', GOMODCACHE: `${scratch}/mod`, GOCACHE: `${scratch}/build`, GOPATH: `${scratch}/go` };
  const fix = 'install Go (https://go.dev/dl) 1.22 or newer.';
  const told = JSON.parse(await tool('go', ['mod', 'download', '-json', `${module}@${version}`], { cwd: scratch, env }, fix));
  if (told.Sum !== hash) throw new Refusal(`${module} ${version} has the hash ${told.Sum}; expected ${hash}.`, 'the module proxy answered something else than was pinned: do not use it.');
  await tool('go', ['build', '-trimpath', '-ldflags=-s -w', '-o', into, command], { cwd: told.Dir, env }, fix);
}

/**
 * Unpacks packages of Debian into a folder, without installing them: no root, no service is started. apt checks them against its signed
 * lists. @param versions upstream version each package must have, by name; null for a library of any version
 */
export async function debianPackages({ versions, into, scratch }) {
  const folder = path.join(scratch, 'debs');
  mkdirSync(folder, { recursive: true });
  const names = Object.keys(versions);
  const sandbox = process.getuid() === 0 ? ['-o', 'APT::Sandbox::User=root'] : [];
  const fix = 'on a system without apt put the program on PATH yourself.';
  const download = (options) => tool('apt-get', [...sandbox, ...options, '--quiet', 'download', ...names], { cwd: folder }, fix);
  try {
    await download([]);
  } catch {
    // The system's lists are missing or old: fresh ones of our own, which need no root.
    const own = privateLists(scratch);
    await tool('apt-get', [...sandbox, ...own, '--quiet', 'update'], { cwd: folder }, fix);
    await download(own);
  }
  for (const file of readdirSync(folder)) {
    const deb = path.join(folder, file);
    const [name, version] = (await run('dpkg-deb', ['--showformat=${Package} ${Version}', '--show', deb])).trim().split(' ');
    const upstream = version.replace(/^\d+:/, '').replace(/-[^-]*$/, '');
    if (versions[name] && upstream !== versions[name]) throw new Refusal(`apt offers ${name} ${upstream}; pinned is ${versions[name]}.`, `put ${name} ${versions[name]} on PATH yourself, or use Debian 12.`);
    await run('dpkg-deb', ['--extract', deb, into]);
  }
}

function privateLists(scratch) {
  const folder = path.join(scratch, 'apt');
  for (const name of ['lists/partial', 'cache/archives/partial']) mkdirSync(path.join(folder, name), { recursive: true });
  return ['-o', `Dir::State::Lists=${folder}/lists`, '-o', `Dir::Cache=${folder}/cache`, '-o', 'Debug::NoLocking=1'];
}
