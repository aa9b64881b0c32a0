import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { PlantedTree, type Violation } from './planted-tree.js';

interface Planted {
  rule: string;
  from: string;
  imports: string;
  to: string;
}

const PLANTED: Planted[] = [
  { rule: 'kernel-is-pure', from: 'libs/kernel/src/a.ts', imports: 'zod', to: 'node_modules/zod/index.js' },
  { rule: 'libs-know-no-business', from: 'libs/mail/src/b.ts', imports: '#modules/users', to: 'src/modules/users/index.ts' },
  { rule: 'lib-only-by-facade', from: 'libs/mail/src/c.ts', imports: '../../cache/src/inner.js', to: 'libs/cache/src/inner.ts' },
  { rule: 'no-self-import-through-facade', from: 'libs/mail/src/d.ts', imports: '#libs/mail', to: 'libs/mail/src/index.ts' },
  { rule: 'no-self-import-through-facade', from: 'src/modules/users/e.ts', imports: '#modules/users', to: 'src/modules/users/index.ts' },
  { rule: 'adapters-are-strangers', from: 'libs/mail/src/adapters/smtp/f.ts', imports: '../outbox/index.js', to: 'libs/mail/src/adapters/outbox/index.ts' },
  { rule: 'adapters-chosen-in-one-place', from: 'src/platform/http/g.ts', imports: '#libs/cache/postgres', to: 'libs/cache/src/adapters/postgres/index.ts' },
  { rule: 'adapters-chosen-in-one-place', from: 'libs/cache/src/h.ts', imports: './adapters/postgres/index.js', to: 'libs/cache/src/adapters/postgres/index.ts' },
  { rule: 'module-only-by-facade', from: 'src/modules/questions/i.ts', imports: '../users/domain/inner.js', to: 'src/modules/users/domain/inner.ts' },
  { rule: 'module-only-by-facade', from: 'src/modules/questions/i.int-spec.ts', imports: '../users/domain/inner.js', to: 'src/modules/users/domain/inner.ts' },
  { rule: 'undeclared-module-dependency', from: 'src/modules/users/j.ts', imports: '#modules/questions', to: 'src/modules/questions/index.ts' },
  { rule: 'undeclared-module-dependency', from: 'src/modules/unheard/k.ts', imports: '#libs/cache', to: 'libs/cache/src/index.ts' },
  { rule: 'modules-know-no-app', from: 'src/modules/users/l.ts', imports: '../../platform/thing.js', to: 'src/platform/thing.ts' },
  { rule: 'apps-import-module-roots-only', from: 'src/apps/cli/m.ts', imports: '../../modules/users/domain/inner.js', to: 'src/modules/users/domain/inner.ts' },
  { rule: 'domain-is-pure', from: 'src/modules/users/domain/n.ts', imports: 'zod', to: 'node_modules/zod/index.js' },
  { rule: 'domain-is-pure', from: 'src/modules/users/domain/o.ts', imports: '#libs/cache', to: 'libs/cache/src/index.ts' },
  { rule: 'application-knows-no-edge', from: 'src/modules/users/application/p.ts', imports: '../api/inner.js', to: 'src/modules/users/api/inner.ts' },
  { rule: 'application-knows-no-edge', from: 'src/modules/users/application/q.ts', imports: '../infra/inner.js', to: 'src/modules/users/infra/inner.ts' },
  { rule: 'api-and-worker-know-no-infra', from: 'src/modules/users/api/r.ts', imports: '../infra/inner.js', to: 'src/modules/users/infra/inner.ts' },
  { rule: 'api-and-worker-know-no-infra', from: 'src/modules/users/worker/s.ts', imports: '../infra/inner.js', to: 'src/modules/users/infra/inner.ts' },
  { rule: 'infra-knows-no-edge', from: 'src/modules/users/infra/t.ts', imports: '../api/inner.js', to: 'src/modules/users/api/inner.ts' },
  { rule: 'drivers-only-in-adapters', from: 'src/modules/users/u.ts', imports: 'pg', to: 'node_modules/pg/index.js' },
  { rule: 'drivers-only-in-adapters', from: 'src/modules/users/v.ts', imports: 'typeorm', to: 'node_modules/typeorm/index.js' },
  { rule: 'drivers-only-in-adapters', from: 'src/modules/users/infra/w.repository.ts', imports: 'pg', to: 'node_modules/pg/index.js' },
  { rule: 'drivers-only-in-adapters', from: 'libs/persistence/src/x.ts', imports: 'bullmq', to: 'node_modules/bullmq/index.js' },
  { rule: 'migrations-import-nothing-of-ours', from: 'src/modules/users/migrations/y.ts', imports: '#libs/cache', to: 'libs/cache/src/index.ts' },
  { rule: 'product-knows-no-tests', from: 'src/modules/users/z.ts', imports: '#libs/testing', to: 'libs/testing/src/index.ts' },
  { rule: 'product-knows-no-tests', from: 'libs/mail/src/aa.ts', imports: '#libs/cache/testing', to: 'libs/cache/testing/index.ts' },
  { rule: 'no-circular', from: 'libs/mail/src/ring.ts', imports: './ringback.js', to: 'libs/mail/src/ringback.ts' },
  { rule: 'no-unresolvable', from: 'src/modules/questions/bb.ts', imports: '#modules/users/domain/inner', to: '#modules/users/domain/inner' },
];

const ALLOWED: Omit<Planted, 'rule'>[] = [
  { from: 'libs/kernel/src/fine.ts', imports: 'node:crypto', to: 'crypto' },
  { from: 'src/platform/engines/fine.ts', imports: '#libs/cache/postgres', to: 'libs/cache/src/adapters/postgres/index.ts' },
  { from: 'src/modules/questions/fine.ts', imports: '#modules/users', to: 'src/modules/users/index.ts' },
  { from: 'src/modules/users/infra/fine.repository.ts', imports: 'typeorm', to: 'node_modules/typeorm/index.js' },
  { from: 'src/modules/users/application/fine.ts', imports: '../infra/inner.repository.js', to: 'src/modules/users/infra/inner.repository.ts' },
  { from: 'libs/cache/src/adapters/postgres/fine.ts', imports: 'pg', to: 'node_modules/pg/index.js' },
  { from: 'src/modules/questions/fine.int-spec.ts', imports: '../users/users-api.module.js', to: 'src/modules/users/users-api.module.ts' },
  { from: 'libs/mail/src/fine.spec.ts', imports: '#libs/cache/testing', to: 'libs/cache/testing/index.ts' },
];

function grow(): PlantedTree {
  const tree = new PlantedTree();
  for (const name of ['zod', 'pg', 'typeorm', 'bullmq']) tree.addPackage(name);
  for (const { to } of [...PLANTED, ...ALLOWED]) if (/^(src|libs)\//.test(to)) tree.write(to, 'export const it = 1;\n');
  for (const { from, imports } of [...PLANTED, ...ALLOWED]) tree.write(from, `import { it } from '${imports}';\nexport const used = it;\n`);
  tree.write('libs/mail/src/ringback.ts', "import { used } from './ring.js';\nexport const it = used;\n");
  tree.write('src/modules/users/migrations/fine.ts', "import type { it } from '#libs/cache';\nexport type It = typeof it;\n");
  return tree;
}

async function ruleNames(): Promise<string[]> {
  const file = pathToFileURL(path.resolve(import.meta.dirname, '../../.dependency-cruiser.mjs')).href;
  const { default: config } = (await import(file)) as { default: { forbidden: { name: string; severity: string }[] } };
  expect(config.forbidden.filter((rule) => rule.severity !== 'error')).toEqual([]);
  return [...new Set(config.forbidden.map((rule) => rule.name))];
}

describe('dependency rules', () => {
  let found: Violation[];

  beforeAll(() => {
    const tree = grow();
    try {
      found = tree.violations();
    } finally {
      tree.remove();
    }
  }, 60_000);

  it.each(PLANTED)('$rule refuses $from importing $imports', ({ rule, from, to }) => {
    expect(found).toContainEqual({ rule, from, to });
  });

  it('let pass what is allowed', () => {
    const files = new Set([...ALLOWED.map((allowed) => allowed.from), 'src/modules/users/migrations/fine.ts']);
    expect(found.filter((violation) => files.has(violation.from))).toEqual([]);
  });

  it('each have a planted violation', async () => {
    const planted = new Set(PLANTED.map((violation) => violation.rule));
    expect((await ruleNames()).filter((name) => !planted.has(name))).toEqual([]);
  });
});
