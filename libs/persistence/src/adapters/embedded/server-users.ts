import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isRunning, ownIdentity } from '../../data-dir/process-identity.js';

let counter = 0;

/**
 * Who uses the embedded server right now: one file per user, named after its process. The last one to leave stops the server, so that
 * a CLI command never stops it under a site that came up meanwhile, and a killed site leaves it to its worker to stop.
 */
export class ServerUsers {
  private file: string | null = null;

  constructor(private readonly folder: string) {}

  async join(): Promise<void> {
    const { pid, startedAt } = await ownIdentity();
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    this.file ??= path.join(this.folder, `${pid}@${++counter}@${Buffer.from(startedAt).toString('base64url')}`);
    await writeFile(this.file, '', { mode: 0o600 });
  }

  /** True when nobody else is left. */
  async leave(): Promise<boolean> {
    if (this.file) await rm(this.file, { force: true });
    this.file = null;
    for (const name of await readdir(this.folder).catch(() => [])) {
      const [pid, , startedAt] = name.split('@');
      if (await isRunning({ pid: Number(pid), startedAt: Buffer.from(startedAt ?? '', 'base64url').toString() })) return false;
      await rm(path.join(this.folder, name), { force: true });
    }
    return true;
  }
}
