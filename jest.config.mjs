// Jest 30 on native ES modules needs Node 24 and --experimental-vm-modules; a plain `npx jest <path>` is started again with both.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';

if (vm.SourceTextModule === undefined) {
  const node = path.join(import.meta.dirname, 'node_modules/.bin/node');
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const { status } = spawnSync(node, [...flags, ...process.argv.slice(1)], { stdio: 'inherit' });
  process.exit(status ?? 1);
}

const swc = {
  swcrc: false,
  sourceMaps: 'inline',
  module: { type: 'es6' },
  jsc: {
    target: 'es2023',
    keepClassNames: true,
    parser: { syntax: 'typescript', tsx: false, decorators: true, dynamicImport: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, react: { runtime: 'automatic' } },
  },
};
const swcTsx = { ...swc, jsc: { ...swc.jsc, parser: { ...swc.jsc.parser, tsx: true } } };

const shared = {
  rootDir: import.meta.dirname,
  roots: ['src', 'libs', 'test', 'scripts', 'web', 'clients'].map((folder) => path.join(import.meta.dirname, folder)).filter(existsSync),
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  moduleFileExtensions: ['ts', 'tsx', 'js', 'mjs', 'json', 'node'],
  transform: { '\\.ts$': ['@swc/jest', swc], '\\.tsx$': ['@swc/jest', swcTsx] },
  setupFiles: ['reflect-metadata'],
  restoreMocks: true,
};

const database = {
  globalSetup: '<rootDir>/test/support/database-setup.mjs',
  globalTeardown: '<rootDir>/test/support/database-teardown.mjs',
};

export default {
  // A worker that has loaded many ES module graphs is replaced: vm modules are never collected.
  workerIdleMemoryLimit: '1GB',
  maxWorkers: 2,
  // Jest knows one timeout for all projects; what starts the whole program asks for more in its own file.
  testTimeout: 30_000,
  projects: [
    { ...shared, displayName: 'unit', testMatch: ['**/*.spec.ts', '**/*.spec.tsx'] },
    {
      ...shared,
      ...database,
      displayName: 'integration',
      testMatch: ['**/*.int-spec.ts', '**/*.contract-spec.ts'],
    },
    // On the real servers that scripts/engines starts: only in check:engines.
    { ...shared, ...database, displayName: 'engines', testMatch: ['**/*.engine-spec.ts'] },
    {
      ...shared,
      displayName: 'e2e',
      testMatch: ['<rootDir>/test/e2e/**/*.e2e-spec.ts'],
      globalSetup: '<rootDir>/test/support/cairn-setup.mjs',
      globalTeardown: '<rootDir>/test/support/cairn-teardown.mjs',
      setupFilesAfterEnv: ['<rootDir>/test/support/patience-e2e.mjs'],
    },
    { ...shared, displayName: 'faults', testMatch: ['<rootDir>/test/faults/**/*.fault-spec.ts'], setupFilesAfterEnv: ['<rootDir>/test/support/patience-faults.mjs'] },
  ],
};
