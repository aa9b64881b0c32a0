import { rmSync } from 'node:fs';
import path from 'node:path';
import { eventually } from '#libs/testing';
import { temporaryFolder } from './embedded-database.js';
import { type RunningCairn, startCairn } from './start-cairn.js';

/** Nothing here needs proxies to notice a drain. */
export const NO_DRAIN = { DRAIN_MS: '0' };

/** A Cairn that belongs to one suite: made inside its `describe`, it is started before the tests on a data folder of its own, and stopped and gone after them. */
export class OwnCairn {
  private readonly root = temporaryFolder('family');
  readonly dataDir = path.join(this.root, 'data');
  private latest: RunningCairn | undefined;

  constructor() {
    beforeAll(() => this.start());
    afterAll(async () => {
      await this.latest?.stop();
      rmSync(this.root, { recursive: true, force: true });
    });
  }

  /** As it was started last. */
  get running(): RunningCairn {
    if (!this.latest) throw new Error('Cairn is not started yet');
    return this.latest;
  }

  /** Starts it, again if need be, until it has said so. */
  async start(): Promise<void> {
    const started = await startCairn({ dataDir: this.dataDir, env: NO_DRAIN });
    this.latest = started;
    await eventually(() => expect(started.output()).toMatch(/^ready /m));
  }
}
