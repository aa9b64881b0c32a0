import { chmod, mkdir, mkdtemp, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { letPass, openForReading, requireReachable } from './server-user.js';

describe('the user PostgreSQL runs as', () => {
  const stranger = { uid: 65_534, gid: process.getgid!(), name: 'nobody' };
  let root: string;

  beforeEach(async () => {
    root = await realpath(await mkdtemp(path.join(tmpdir(), 'cairn-user-')));
    await chmod(root, 0o755);
  });

  afterEach(async () => {
    await rm(root, { recursive: true, force: true });
  });

  it('should be able to get everywhere that is open for passing through', async () => {
    await mkdir(path.join(root, 'a/b'), { recursive: true, mode: 0o711 });
    await expect(requireReachable(path.join(root, 'a/b'), stranger, 'the data folder')).resolves.toBeUndefined();
  });

  it('should be told which folder is closed, and the fix', async () => {
    await mkdir(path.join(root, 'closed/b'), { recursive: true });
    await chmod(path.join(root, 'closed'), 0o700);
    const refused = requireReachable(path.join(root, 'closed/b'), stranger, 'the data folder');
    await expect(refused).rejects.toThrow(new RegExp(`cannot get into ${root}/closed [^]*Fix: [^]*chmod o\\+x`));
  });

  it('should be able to read programs that root installed for itself alone', async () => {
    const folder = path.join(root, 'native');
    await mkdir(path.join(folder, 'bin'), { recursive: true, mode: 0o700 });
    await writeFile(path.join(folder, 'bin/postgres'), '', { mode: 0o700 });
    await writeFile(path.join(folder, 'bin/readme'), '', { mode: 0o600 });
    await openForReading(folder, path.join(folder, 'bin/postgres'));
    const modes = await Promise.all(['', 'bin', 'bin/postgres', 'bin/readme'].map(async (name) => (await stat(path.join(folder, name))).mode & 0o777));
    expect(modes).toEqual([0o755, 0o755, 0o755, 0o644]);
  });

  it('should pass a folder of ours without reading it, and nobody else should', async () => {
    const folder = path.join(root, 'data');
    await mkdir(folder, { mode: 0o700 });
    await letPass(folder, stranger);
    expect((await stat(folder)).mode & 0o777).toBe(0o710);
    await expect(requireReachable(folder, stranger, 'the data folder')).resolves.toBeUndefined();
    await expect(requireReachable(folder, { ...stranger, gid: 65_534 }, 'the data folder')).rejects.toThrow('cannot get into');
  });
});
