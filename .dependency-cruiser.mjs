// The shape of the program as build errors. docs/adr says why; test/architecture/dependency-rules.spec.ts sees every rule fire.
import { GRAPH } from './modules.graph.mjs';

const TEST = '\\.(spec|int-spec|contract-spec|engine-spec|e2e-spec|fault-spec)\\.tsx?$|/testing/|^libs/testing/|^test/';
const MODULE = '^src/modules/([^/]+)/';
const LIB = '^libs/([^/]+)/';
const DRIVERS = [
  '@elastic', '@platformatic/kafka', 'bullmq', 'fluent-ffmpeg', 'ioredis', 'keycloak-connect', 'minio', 'mongodb', 'mongoose', 'nodemailer',
  'oidc-provider', 'pg', 'pino', 'sharp', 'socket\\.io', '@socket\\.io/[^/]+',
];
const driver = (names) => `(^|/)node_modules/(${names.join('|')})/`;

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
const product = (path) => ({ path, pathNot: TEST });

const libRules = [
  rule('kernel-is-pure', 'libs/kernel is vocabulary: it imports nothing but Node itself.', product('^libs/kernel/'), {
    pathNot: '^libs/kernel/',
    dependencyTypesNot: ['core'],
  }),
  rule('libs-know-no-business', 'A capability serves any program: it never looks into src.', { path: '^libs/' }, { path: '^src/' }),
  rule('lib-only-by-facade', 'Another lib is its src/index.ts (and testing/index.ts, in tests).', { path: LIB }, {
    path: '^libs/(?!$1/)',
    pathNot: '^libs/[^/]+/(src|testing)/index\\.ts$',
  }),
  rule('no-self-import-through-facade', 'Inside a lib or module imports are relative: the facade is for others.', product(LIB), { path: '^libs/$1/src/index\\.ts$' }),
  rule('adapters-are-strangers', 'An adapter never leans on another one.', product('^libs/([^/]+)/src/adapters/([^/]+)/'), {
    path: '^libs/$1/src/adapters/',
    pathNot: '^libs/$1/src/adapters/$2/',
  }),
  rule('adapters-chosen-in-one-place', 'Which engine serves a port is decided in src/platform/engines alone.', {
    pathNot: [TEST, '^src/platform/engines/', '^libs/[^/]+/src/adapters/'],
  }, { path: '^libs/[^/]+/src/adapters/' }),
];

const moduleRules = [
  rule('module-only-by-facade', 'Another module is its index.ts.', product(MODULE), {
    path: '^src/modules/(?!$1/)',
    pathNot: '^src/modules/[^/]+/index\\.ts$',
  }),
  rule('module-only-by-facade', 'A test may also load another module whole, by its Nest modules, and use what it offers to tests.', { path: `${MODULE}.*(${TEST})` }, {
    path: '^src/modules/(?!$1/)',
    pathNot: '^src/modules/[^/]+/(index|testing/index|[^/]+-api\\.module|[^/]+-worker\\.module)\\.ts$',
  }),
  rule('no-self-import-through-facade', 'Inside a lib or module imports are relative: the facade is for others.', product(MODULE), { path: '^src/modules/$1/index\\.ts$' }),
  rule('modules-know-no-app', 'A module never reaches up into the composition root.', product('^src/modules/'), { path: '^src/(apps|platform)/' }),
  rule('undeclared-module-dependency', 'Every module stands in modules.graph.mjs.', {
    path: '^src/modules/',
    pathNot: Object.keys(GRAPH).map((name) => `^src/modules/${name}/`),
  }, { path: '.' }),
  ...Object.entries(GRAPH).map(([name, allowed]) =>
    rule('undeclared-module-dependency', `modules.graph.mjs lists what ${name} may use.`, product(`^src/modules/${name}/`), {
      path: '^src/modules/',
      pathNot: [name, ...allowed].map((other) => `^src/modules/${other}/`),
    }),
  ),
  rule('apps-import-module-roots-only', 'The composition root sees a module by its facade and its Nest modules.', product('^src/(apps|platform)/'), {
    path: '^src/modules/',
    pathNot: '^src/modules/[^/]+/(index|[^/]+-api\\.module|[^/]+-worker\\.module)\\.ts$',
  }),
];

const layerRules = [
  rule('domain-is-pure', 'Rules of the business are plain TypeScript on libs/kernel: no framework, no npm package.', product(`${MODULE}domain/`), {
    pathNot: ['^src/modules/$1/domain/', '^libs/kernel/'],
    dependencyTypesNot: ['type-only'],
  }),
  rule('application-knows-no-edge', 'A use case is called by the edges, never the other way round; of storage it knows repositories (ADR 0011).', product(`${MODULE}application/`), {
    path: '^src/modules/$1/(infra|api|worker|testing)/',
    pathNot: '^src/modules/$1/infra/[^/]+\\.repository\\.ts$',
  }),
  rule('api-and-worker-know-no-infra', 'Controllers and subscribers go through a use case or a query.', product(`${MODULE}(api|worker)/`), { path: '^src/modules/$1/infra/' }),
  rule('infra-knows-no-edge', 'Storage knows nothing of HTTP or jobs.', product(`${MODULE}infra/`), { path: '^src/modules/$1/(api|worker)/' }),
];

const driverRules = [
  rule('drivers-only-in-adapters', 'A driver is named in its adapter only.', {
    pathNot: [TEST, '^libs/[^/]+/src/adapters/', '^libs/persistence/src/'],
  }, { path: driver(DRIVERS) }),
  rule('drivers-only-in-adapters', 'TypeORM is for entities, repositories and libs/persistence.', {
    pathNot: [TEST, '^libs/[^/]+/src/adapters/', '^libs/persistence/src/', '\\.(entity|repository)\\.ts$'],
  }, { path: driver(['typeorm', '@nestjs/typeorm']) }),
  rule('drivers-only-in-adapters', 'libs/persistence speaks pg and TypeORM, no other engine.', product('^libs/persistence/src/(?!adapters/)'), {
    path: driver(DRIVERS.filter((name) => name !== 'pg')),
  }),
];

const generalRules = [
  rule('migrations-import-nothing-of-ours', 'A migration is frozen: code that changes must not change it (types are erased and allowed).', { path: '/migrations/', pathNot: TEST }, {
    path: '^(src|libs)/',
    pathNot: '/migrations/',
    dependencyTypesNot: ['type-only'],
  }),
  rule('product-knows-no-tests', 'Nothing that ships imports what only tests need.', { path: '^(src|libs)/', pathNot: TEST }, { path: '^test/|/testing/|^libs/testing/' }),
  rule('no-circular', 'Files that need each other want a third.', {}, { circular: true }),
  rule('no-unresolvable', 'Every import exists; a deep import past a facade does not.', {}, { couldNotResolve: true }),
];

export default {
  forbidden: [...libRules, ...moduleRules, ...layerRules, ...driverRules, ...generalRules],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.json', '.d.ts'],
    },
    moduleSystems: ['es6', 'cjs'],
  },
};
