import { mkdir, mkdtemp, readFile, readlink, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { repairPackage } from './postgres-binaries.js';

describe('repairPackage', () => {
  it('should make links and modes as the install script would, and leave them the second time', async () => {
    const root = await mkdtemp(path.join(tmpdir(), 'cairn-package-'));
    const native = path.join(root, 'native');
    await mkdir(path.join(native, 'bin'), { recursive: true });
    await mkdir(path.join(native, 'lib'));
    for (const file of ['bin/initdb', 'bin/postgres', 'lib/libpq.so.5.18']) await writeFile(path.join(native, file), file, { mode: 0o644 });
    const links = [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }];
    await writeFile(path.join(native, 'pg-symlinks.json'), JSON.stringify(links));

    const binaries = await repairPackage(root);
    expect(await readFile(path.join(native, 'lib/libpq.so.5'), 'utf8')).toBe('lib/libpq.so.5.18');
    expect(await readlink(path.join(native, 'lib/libpq.so.5'))).toBe('libpq.so.5.18');
    for (const program of [binaries.initdb, binaries.postgres]) expect((await stat(program)).mode & 0o777).toBe(0o755);
    await expect(repairPackage(root)).resolves.toEqual(binaries);
    await rm(root, { recursive: true });
  });
});
