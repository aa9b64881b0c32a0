import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
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

/** Leaves a little less than the reserve free. */
async function fill(volume: string): Promise<string> {
  const filler = path.join(volume, 'filler');
  const { bavail, bsize } = await statfs(volume);
  await writeFile(filler, Buffer.alloc(bavail * bsize - RESERVE_MB * MEBIBYTE + MEBIBYTE));
  return filler;
}

describe('a volume that runs full', () => {
  let root: string;
  let volume: string;
  let unmount: (() => void) | null;
  let cairn: RunningCairn | undefined;

  beforeEach(async () => {
    root = temporaryFolder('full-disk');
    volume = path.join(root, 'volume');
    await mkdir(volume);
    unmount = mountVolume(volume);
    if (!unmount) process.stdout.write('full disk: NOT RUN, only root may mount a small volume\n');
  });

  afterEach(async () => {
    await cairn?.kill();
    cairn = undefined;
    unmount?.();
    rmSync(root, { recursive: true, force: true });
  });

  /** A Cairn on the volume, and a member who answers. */
  async function setup(env: Record<string, string> = {}) {
    cairn = await startCairn({ dataDir: path.join(volume, 'data'), env });
    const api = new ApiClient(cairn.url, await writeToken(cairn));
    const [question] = await askQuestions(api, 1);
    const answer = () => api.send('POST', `/api/questions/${question}/answers`, { body: 'Is there room for this?' });
    const read = () => api.send('GET', `/api/questions/${question}`);
    return { url: cairn.url, answer, read };
  }

  it(`should refuse writes with 507 below ${RESERVE_MB} MiB, go on reading, and take writes again when there is room`, async () => {
    if (!unmount) return;
    const { url, answer, read } = await setup();
    const filler = await fill(volume);
    await eventually(async () => expect((await answer()).status).toBe(507));
    const refused = await answer();
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    expect(await refused.json()).toMatchObject({ status: 507, code: 'STORAGE.LOW' });
    expect((await read()).status).toBe(200);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);

    await rm(filler);
    await eventually(async () => expect((await answer()).status).toBe(201));
  });

  it('should be noticed when no space is reserved (control)', async () => {
    if (!unmount) return;
    const { answer } = await setup({ STORAGE_RESERVE_MB: '0' });
    await fill(volume);
    await sleep(3_000);
    expect((await answer()).status).toBe(201);
  });
});
