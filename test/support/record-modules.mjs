// Preloaded into a program by --import: notes which npm packages it and its children load, one line each, in CAIRN_TEST_PACKAGES.
import { appendFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

const file = process.env.CAIRN_TEST_PACKAGES;
const seen = new Set();

registerHooks({
  load(url, context, nextLoad) {
    const name = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1];
    if (name && !seen.has(name)) {
      seen.add(name);
      appendFileSync(file, `${name}\n`);
    }
    return nextLoad(url, context);
  },
});
