// Before the end-to-end tests: the program is built and one instance of it runs, for every test file that needs none of its own.
import { build } from '../../scripts/build.mjs';
import { startCairn } from './start-cairn.ts';

export default async function setUp() {
  await build();
  const cairn = await startCairn();
  globalThis.cairnUnderTest = cairn;
  process.env.CAIRN_UNDER_TEST = JSON.stringify({ url: cairn.url, dataDir: cairn.dataDir, pid: cairn.pid, env: cairn.env });
}
