import { sharedCairn } from '../support/shared-cairn.js';

describe('a running Cairn', () => {
  it('is ready', async () => {
    const answer = await fetch(`${sharedCairn().url}/health/ready`);
    expect(answer.status).toBe(200);
  });
});
