import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { type RunningCairn, startCairn } from '../support/start-cairn.js';

const root = path.resolve(import.meta.dirname, '../..');
const run = promisify(execFile);

/** The block of the README that a newcomer pastes. */
function tour(): string {
  const block = /```sh tour\n([\s\S]*?)```/.exec(readFileSync(path.join(root, 'README.md'), 'utf8'))?.[1];
  if (block === undefined) throw new Error('the README has no tour');
  return block;
}

describe('the tour of the README', () => {
  let cairn: RunningCairn;
  beforeAll(async () => {
    cairn = await startCairn({ env: { CAIRN_DEMO: 'true' } });
  }, 120_000);
  afterAll(() => cairn.stop(), 90_000);

  it('should do what it says when it is pasted', async () => {
    const script = tour().replace('http://localhost:3000', cairn.url);
    expect(script).toContain(cairn.url);
    const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', script], { cwd: root, env: cairn.env, timeout: 100_000 });
    const lines = stdout.trim().split('\n');
    // Three titles, the score after ada's vote, the accepted answer, and the question found by a misspelt word.
    expect(lines).toHaveLength(6);
    expect(lines[3]).toBe('1');
    expect(lines[4]).toMatch(/^[0-9a-f-]{36}$/);
    expect(lines[5]).toBe('What does the tilde in a version range allow?');
  }, 120_000);
});
