import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { eventually } from '#libs/testing';
import { ApiClient, askQuestions } from '../support/answer-writers.js';
import { temporaryFolder } from '../support/embedded-database.js';
import { type RunningCairn, startCairn } from '../support/start-cairn.js';
import { writeToken } from '../support/write-token.js';

const MEBIBYTE = 1024 * 1024;
const VOLUME_MB = 640;
const RESERVE_MB = 256;

/** A volume of its own in memory; null when this user may not mount one. */
function mountVolume(folder: string): (() => void) | null {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${VOLUME_MB}m,mode=0755`, 'cairn-test', folder], { stdio: 'ignore' });
    return () => void execFileSync('umount', [folder]);
  } catch {
    return null;
  }
}

describe('a volume that runs full', () => {
  let root: string;
  let unmount: (() => void) | null;
  let cairn: RunningCairn | undefined;

  beforeAll(async () => {
    root = temporaryFolder('full-disk');
    await mkdir(path.join(root, 'volume'));
    unmount = mountVolume(path.join(root, 'volume'));
  });

  afterAll(async () => {
    await cairn?.kill();
    unmount?.();
    rmSync(root, { recursive: true, force: true });
  });

  it(`should refuse writes with 507 below ${RESERVE_MB} MiB, go on reading, and take writes again when there is room`, async () => {
    if (!unmount) {
      process.stdout.write('full disk: NOT RUN, only root may mount a small volume\n');
      return;
    }
    const volume = path.join(root, 'volume');
    const { url, stop } = (cairn = await startCairn({ dataDir: path.join(volume, 'data') }));
    const api = new ApiClient(url, await writeToken(cairn));
    const [question] = await askQuestions(api, 1);
    const answer = () => api.send('POST', `/api/questions/${question}/answers`, { body: 'Is there room for this?' });

    const { bavail, bsize } = await statfs(volume);
    const filler = path.join(volume, 'filler');
    await writeFile(filler, Buffer.alloc(bavail * bsize - RESERVE_MB * MEBIBYTE + MEBIBYTE));
    await eventually(async () => expect((await answer()).status).toBe(507));
    const refused = await answer();
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    expect(await refused.json()).toMatchObject({ status: 507, code: 'STORAGE.LOW' });
    expect((await api.send('GET', `/api/questions/${question}`)).status).toBe(200);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);

    await rm(filler);
    await eventually(async () => expect((await answer()).status).toBe(201));
    expect(await stop()).toBe(0);
    cairn = undefined;
  });
});
