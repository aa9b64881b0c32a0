// Checks the types of server, web client and SDK, two at a time; what has not changed is not checked again.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { root } from './lib/root.mjs';
import { run } from './lib/run.mjs';

const CACHE = path.join(root, 'node_modules/.cache/tsc');

function check(project) {
  const buildInfo = path.join(CACHE, `${project.replaceAll('/', '-').replace('.', 'root')}.tsbuildinfo`);
  return run('tsc', ['--noEmit', '-p', project, '--incremental', '--tsBuildInfoFile', buildInfo, '--pretty', 'false']);
}

const smaller = ['clients/sdk', 'web'].filter((project) => existsSync(path.join(root, project, 'tsconfig.json')));
const results = await Promise.allSettled([
  check('.'),
  (async () => {
    const failures = [];
    for (const project of smaller) await check(project).catch((error) => failures.push(error.message));
    if (failures.length > 0) throw new Error(failures.join('\n'));
  })(),
]);
const failed = results.filter((result) => result.status === 'rejected');
for (const { reason } of failed) process.stderr.write(`${reason.message}\n`);
process.exit(failed.length > 0 ? 1 : 0);
